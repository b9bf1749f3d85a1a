import { parseSearch } from './parse.js'
import type { SearchToken } from './types.js'

/** A condition as the language writes it. */
export interface SearchClause {
  readonly key: string
  /** Compared as they are: what would be read as something else is put in quotation marks. Several: any of them. */
  readonly values: readonly string[]
  readonly isNegated?: boolean
  /** Whether it is a tag even where a field has its name. */
  readonly isTag?: boolean
}

/** `key:value`, `!key:"some value"`, `key:[a,b]`. */
export function printClause({ key, values, isNegated = false, isTag = false }: SearchClause): string {
  const isPlain = /^[\w.-]+$/.test(key)
  const tag = /[\]\s"]/.test(key) ? `"${escaped(key)}"` : `tags[${key}]`
  const name = isPlain && !isTag ? key : tag
  const printed = values.map(printValue)
  return `${isNegated ? '!' : ''}${name}:${printed.length === 1 ? printed[0] : `[${printed.join(',')}]`}`
}

/** The value as it must be written to be taken literally. */
export function printValue(value: string): string {
  return /^[^\s"()[\],*\\:/<>!][^\s"()[\],*\\]*$/.test(value) ? value : `"${escaped(value)}"`
}

/** The text with another in place of the token; with nothing, the operator that bound it goes, too. */
export function replaceToken(text: string, token: Pick<SearchToken, 'from' | 'to'>, by: string): string {
  if (by !== '') return text.slice(0, token.from) + by + text.slice(token.to)
  const { tokens } = parseSearch(text)
  const place = tokens.findIndex(({ from }) => from === token.from)
  const operator = [tokens[place - 1], tokens[place + 1]].find((one) => one?.kind === 'operator')
  const from = Math.min(token.from, operator?.from ?? token.from)
  const to = Math.max(token.to, operator?.to ?? token.to)
  return [text.slice(0, from).trimEnd(), text.slice(to).trimStart()].filter((part) => part !== '').join(' ')
}

/** The text with one more condition, which holds for all of it. */
export function addClause(text: string, clause: string): string {
  const whole = text.trim()
  if (whole === '') return clause
  const { root } = parseSearch(whole)
  return root.kind === 'any' ? `(${whole}) ${clause}` : `${whole} ${clause}`
}

function escaped(text: string): string {
  return text.replace(/["\\*]/g, '\\$&')
}
