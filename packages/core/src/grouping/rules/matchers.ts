import { compileGlob } from './glob.js'
import type { LineReader } from './line-reader.js'

/** What a matcher looks at; names of one thing are one key. */
export type MatcherKey =
  | 'type'
  | 'value'
  | 'mechanism'
  | 'message'
  | 'logger'
  | 'level'
  | 'release'
  | 'sdk'
  | 'transaction'
  | 'environment'
  | 'platform'
  | 'family'
  | 'tags'
  | 'module'
  | 'path'
  | 'package'
  | 'function'
  | 'app'
  | 'category'

export interface Matcher {
  readonly key: MatcherKey
  readonly isNegated: boolean
  /** Of `tags.server`: `server`. */
  readonly tag: string | null
  /** Whether one text that stands for the thing fits, before negation. */
  readonly fits: (text: string) => boolean
}

const NAMES: ReadonlyMap<string, MatcherKey> = new Map([
  ['type', 'type'],
  ['error.type', 'type'],
  ['value', 'value'],
  ['error.value', 'value'],
  ['mechanism', 'mechanism'],
  ['error.mechanism', 'mechanism'],
  ['message', 'message'],
  ['logger', 'logger'],
  ['level', 'level'],
  ['release', 'release'],
  ['sdk', 'sdk'],
  ['transaction', 'transaction'],
  ['environment', 'environment'],
  ['platform', 'platform'],
  ['family', 'family'],
  ['module', 'module'],
  ['stack.module', 'module'],
  ['path', 'path'],
  ['stack.abs_path', 'path'],
  ['package', 'package'],
  ['stack.package', 'package'],
  ['function', 'function'],
  ['stack.function', 'function'],
  ['app', 'app'],
  ['category', 'category'],
])

const IGNORES_CASE: ReadonlySet<MatcherKey> = new Set(['message', 'value', 'level'])
const IS_PATH: ReadonlySet<MatcherKey> = new Set(['path', 'package'])
const YES = new Set(['1', 'yes', 'true'])
const NO = new Set(['0', 'no', 'false'])

/** Reads `!key:value`; null where no matcher begins here. `allowed` are the keys that make sense for such a rule. */
export function readMatcher(reader: LineReader, allowed: readonly MatcherKey[]): Matcher | null {
  reader.skipSpace()
  const start = reader.column
  const isNegated = reader.startsWith('!')
  const found = reader.takeMatch(/!?(?:(tags)\.(?:"([^"]{1,200})"|([\w.-]{1,200}))|([A-Za-z_][\w.]{0,60})):/y)
  if (found === null) {
    if (isNegated) reader.fail('a matcher is missing behind "!"', 'Write !type:Name.', start)
    return null
  }
  const tag = found[2] ?? found[3] ?? null
  const name = found[4] ?? 'tags'
  const key = tag === null ? NAMES.get(name) : 'tags'
  const known = [...new Set(allowed.map(nameFor))].join(', ')
  if (key === undefined) reader.fail(`"${name}" is no matcher`, `Known are: ${known}.`, start)
  if (!allowed.includes(key!)) reader.fail(`"${name}" cannot be asked here`, `Known are: ${known}.`, start)
  const value = reader.takeValue(found[0])
  return {
    key: key!,
    isNegated,
    tag,
    fits: testFor(key!, value, () =>
      reader.fail(`"${value}" is neither yes nor no`, 'Write app:yes or app:no.', start),
    ),
  }
}

function nameFor(key: MatcherKey): string {
  if (key === 'tags') return 'tags.NAME'
  if (key === 'type' || key === 'value' || key === 'mechanism') return `error.${key}`
  if (key === 'path') return 'stack.abs_path'
  return key === 'module' || key === 'package' || key === 'function' ? `stack.${key}` : key
}

function testFor(key: MatcherKey, value: string, fail: () => never): (text: string) => boolean {
  if (key === 'app') {
    const wanted = value.toLowerCase()
    if (!YES.has(wanted) && !NO.has(wanted)) fail()
    const isApp = YES.has(wanted)
    return (text) => (text === 'yes') === isApp
  }
  if (key === 'family') {
    const families = new Set(value.toLowerCase().split(','))
    return (text) => families.has('all') || families.has(text)
  }
  return compileGlob(value, { ignoreCase: IGNORES_CASE.has(key), isPath: IS_PATH.has(key) })
}
