import { parseSearch, printValue, type SearchToken, searchField } from '@mishap/core/format'

/** What the caret is in: a key that is being typed, or a value of one. Offsets are in UTF-16 units. */
export interface Completion {
  readonly kind: 'key' | 'value'
  /** The part of the text that a suggestion takes the place of. */
  readonly from: number
  readonly to: number
  /** What was typed of it. */
  readonly typed: string
  /** Of a value: the key as it was typed, and as the language knows it. */
  readonly key: string
  readonly isTag: boolean
  /** The whole condition around it; null where nothing has been typed yet. */
  readonly token: SearchToken | null
}

/** What is to be completed where the caret stands. */
export function completionAt(text: string, caret: number): Completion {
  const token =
    parseSearch(text).tokens.find(({ from, to, kind }) => isWord(kind) && from < caret && caret <= to) ?? null
  if (token === null) return { kind: 'key', from: caret, to: caret, typed: '', key: '', isTag: false, token: null }
  const { value, key } = token
  if (value !== undefined && key !== undefined && caret >= value.from)
    return valueAt(text, caret, { token, value, key })
  const start = token.from + (text[token.from] === '!' ? 1 : 0)
  const end = value === undefined ? token.to : value.from - 1
  const typed = text.slice(start, Math.max(start, Math.min(caret, end)))
  return { kind: 'key', from: start, to: end, typed: typed.replaceAll('"', ''), key: '', isTag: false, token }
}

/** The text with the key in place; the caret stands where its value is to be typed. */
export function withKey(text: string, { from, to, token }: Completion, key: string): { text: string; caret: number } {
  const isFollowed = token?.value !== undefined
  const put = `${key}${isFollowed ? '' : ':'}`
  const caret = from + put.length + (isFollowed ? 1 : 0)
  return { text: text.slice(0, from) + put + text.slice(to), caret }
}

/** The text with the value in place and a space behind it. `isLiteral`: it is no comparison, so it is quoted where needed. */
export function withValue(
  text: string,
  { from, to }: Completion,
  value: string,
  isLiteral: boolean,
): { text: string; caret: number } {
  const put = isLiteral ? printValue(value) : value
  const rest = text.slice(to)
  const isInList = /^\s*[,\]]/.test(rest)
  const space = isInList || rest.startsWith(' ') ? '' : ' '
  const caret = from + put.length + (isInList ? 0 : 1)
  return { text: text.slice(0, from) + put + space + rest, caret }
}

/** The text with the condition turned into its opposite. */
export function withNegation(text: string, token: SearchToken): { text: string; caret: number } {
  const isNegated = text[token.from] === '!'
  const rest = text.slice(isNegated ? token.from + 1 : token.from)
  const changed = text.slice(0, token.from) + (isNegated ? '' : '!') + rest
  return { text: changed, caret: token.to + (isNegated ? -1 : 1) }
}

const isWord = (kind: SearchToken['kind']) => kind === 'field' || kind === 'text'

interface Around {
  readonly token: SearchToken
  readonly value: NonNullable<SearchToken['value']>
  readonly key: string
}

function valueAt(text: string, caret: number, { token, value, key }: Around): Completion {
  const isList = text[value.from] === '['
  const before = text.slice(value.from, caret)
  const from = isList ? value.from + Math.max(before.lastIndexOf(','), 0) + 1 : value.from
  const comma = isList ? text.slice(caret, value.to).search(/[,\]]/) : -1
  const to = comma === -1 ? value.to : caret + comma
  const typed = text.slice(from, caret).trimStart().replaceAll('"', '')
  const isTag = token.isTag === true
  return { kind: 'value', from, to, typed, key: isTag ? key : (searchField(key)?.key ?? key), isTag, token }
}
