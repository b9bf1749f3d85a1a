import type { NormalizedEvent } from '../../protocol/event.js'
import { crashFrameOf, mainException } from '../rules/facts.js'
import type { VariableName } from '../rules/variables.js'
import { parameterize } from './parameterize.js'

/** The client's word for "what you would have grouped by". */
export function isDefault(part: string): boolean {
  return part.includes('{{') && /^\{\{\s{0,20}default\s{0,20}\}\}$/.test(part)
}

/**
 * The parts with their variables filled in: `{{ type }}`, `{{ transaction }}`, `{{ tags.server }}`. One that the event has
 * no value for reads `<no-type>`, one that nobody knows stays as it was written. A text is taken without what varies.
 */
export function expandFingerprint(parts: readonly string[], event: NormalizedEvent): readonly string[] {
  return parts.map((part) => {
    if (!part.includes('{{')) return isOwnText(part, event) ? parameterize(part) : part
    return part.replace(VARIABLE, (written: string, name: string) => {
      const tag = name.startsWith('tags.') ? name.slice(5) : null
      if (tag !== null) return event.tags.find(([key]) => key === tag)?.[1] ?? `<no-value-for-tag-${tag}>`
      const variable = BY_NAME.get(name)
      return variable === undefined ? written : (variable(event) ?? `<no-${name.replace(/^.*\./, '')}>`)
    })
  })
}

const VARIABLE = /\{\{\s{0,20}([\w.:-]{1,200})\s{0,20}\}\}/g

type Variable = (event: NormalizedEvent) => string | undefined

const rawMessage: Variable = (event) => event.logentry?.formatted ?? mainException(event)?.value
const message: Variable = (event) => withoutIds(event.logentry?.message ?? rawMessage(event))
const type: Variable = (event) => mainException(event)?.type
const value: Variable = (event) => withoutIds(mainException(event)?.value)
const functionName: Variable = (event) => crashFrameOf(event)?.function
const path: Variable = (event) => crashFrameOf(event)?.abs_path ?? crashFrameOf(event)?.filename
const moduleName: Variable = (event) => crashFrameOf(event)?.module
const library: Variable = (event) => crashFrameOf(event)?.package

const VARIABLES: Readonly<Record<VariableName, Variable>> = {
  message,
  raw_message: rawMessage,
  type,
  'error.type': type,
  value,
  'error.value': value,
  function: functionName,
  'stack.function': functionName,
  path,
  'stack.abs_path': path,
  'stack.filename': (event) => crashFrameOf(event)?.filename,
  module: moduleName,
  'stack.module': moduleName,
  package: library,
  'stack.package': library,
  transaction: (event) => event.transaction,
  level: (event) => event.level,
  logger: (event) => event.logger,
  platform: (event) => event.platform,
  release: (event) => event.release,
  environment: (event) => event.environment,
}

const BY_NAME: ReadonlyMap<string, Variable> = new Map(Object.entries(VARIABLES))

function withoutIds(text: string | undefined): string | undefined {
  return text === undefined ? undefined : parameterize(text)
}

/** Clients repeat the text of the error as a fingerprint and mean its kind. */
function isOwnText(part: string, event: NormalizedEvent): boolean {
  return part === event.logentry?.formatted || part === mainException(event)?.value
}
