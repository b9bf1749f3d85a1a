import type { Frame } from '../../../protocol/event.js'
import { type Language, NOISE } from './language.js'
import { withoutBracketed } from './trim.js'

/** C#, F#, Visual Basic: the classes in which the compiler puts `async`, lambdas and local functions. */
export const csharp: Language = {
  nameOf(name) {
    const end = name.indexOf('(')
    const bare = (end > 0 ? name.slice(0, end) : name).trim()
    if (!/[<`[|]/.test(bare)) return NO_NAME.has(bare) ? '' : bare
    // `<Pay>b__3_0` is a lambda in `Pay`, `<Pay>g__Check|3_0` a local function.
    const local = /<([^<>]*)>g__(\w+)\|/.exec(bare)
    if (local !== null) return `${local[1]}.${local[2]}`
    const inner = /<([^<>]+)>(?:b__|d__|d$|c__)/.exec(bare)
    if (inner !== null) return `${inner[1]}.lambda`
    return withoutBracketed(bare, '[', ']')
      .replace(/`\d{1,3}/g, '')
      .replace(/<[^<>]*>$/, '')
  },
  moduleOf(module) {
    if (!/[<`+/[]/.test(module)) return module
    const end = module.indexOf('[[')
    return (end === -1 ? module : module.slice(0, end))
      .replace(/[+/.]<[^<>]*>(?:c__DisplayClass[\d_]{1,20}|c|d__\d{1,9})(?:`\d{1,3})?/g, '')
      .replace(/`\d{1,3}/g, '')
      .replace(/<>[fc]__[A-Za-z]{1,30}\d{1,9}/g, '')
  },
  noiseOf(frame) {
    const module = frame.module ?? ''
    const name = frame.function ?? ''
    if (MACHINERY.test(module) || MACHINERY.test(name) || name === 'ThrowForNonSuccess') return NOISE.runtime
    if (module === 'Sentry' || module.startsWith('Sentry.')) return NOISE.sdk
    return null
  },
  isLibrary: (frame: Frame) => LIBRARIES.test(frame.module ?? frame.package ?? frame.function ?? ''),
  hasSource: false,
}

/** An `async` method runs in a class of its own, whose one method is always called `MoveNext`. */
export function asyncMethodOf(module: string): string | null {
  return /<([^<>]+)>d__\d{1,9}/.exec(module)?.[1] ?? null
}

const NO_NAME = new Set(['', '?', '<unknown>'])
const MACHINERY =
  /^System\.(?:Runtime\.ExceptionServices\.|Runtime\.CompilerServices\.|Threading\.ExecutionContext|Threading\.Tasks\.(?:Task|ValueTask)$|RuntimeMethodHandle|Reflection\.(?:RuntimeMethodInfo|MethodBase|MethodInvoker))|ThrowHelper/
const LIBRARIES =
  /^(?:System|Microsoft|mscorlib|netstandard|Npgsql|MySql|Newtonsoft|Serilog|NLog|AutoMapper|Dapper|FSharp|MediatR|Grpc|StackExchange|Polly|NUnit|Xunit|UnityEngine|UnityEditor|Sentry)(?:\.|,|$)/
