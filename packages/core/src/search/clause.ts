import { lookup } from '../format/lookup.js'
import { parseEventId } from '../protocol/event-id.js'
import { type SearchField, searchField } from './fields.js'
import type { Lexeme, Piece } from './scan.js'
import { SEARCH_BOUNDS, type SearchFault, type SearchNode, type SearchValue } from './types.js'
import { type Reading, readNumber, readTime, readVersion } from './values.js'

/** What a field or a text asks for; null where that cannot be told, or is nothing. */
export function readClause(lexeme: Lexeme): {
  readonly node: SearchNode | null
  readonly faults: readonly SearchFault[]
} {
  const field = lexeme.key === undefined || lexeme.isTag === true ? null : searchField(lexeme.key)
  const isField = lexeme.kind === 'field' || (field !== null && lexeme.key !== undefined)
  if (isField) return readField(lexeme, field)
  const { from, to, values } = lexeme
  const faults = values.some(hasTooManyStars) ? [{ from, to, message: TOO_MANY_STARS, remedy: FEWER_STARS }] : []
  return { node: readText(lexeme), faults }
}

function hasTooManyStars({ pattern }: Piece): boolean {
  return pattern.length > SEARCH_BOUNDS.stars + 1
}

const TOO_MANY_STARS = `There are more than ${SEARCH_BOUNDS.stars} stars in one value.`
const FEWER_STARS = 'Leave out some of them; a star that is meant is written as \\*.'

function readText(lexeme: Lexeme): SearchNode | null {
  // Of a key without a value the whole is the text, with its colon.
  const pattern = lexeme.key === undefined ? (lexeme.values[0]?.pattern ?? []) : [lexeme.text]
  if (pattern.every((piece) => piece.trim() === '')) return null
  const node: SearchNode = { kind: 'text', pattern }
  return lexeme.isNegated === true && lexeme.key === undefined ? { kind: 'not', node } : node
}

function readField(lexeme: Lexeme, field: SearchField | null): ReturnType<typeof readClause> {
  const { key = '', from, to, isNegated } = lexeme
  const faults: SearchFault[] = []
  const fault = (place: { readonly from: number; readonly to: number }, message: string, remedy: string) =>
    faults.push({ from: place.from, to: place.to, message, remedy })
  const hasNoKey = `"${cut(key)}:" stands without a value.`
  if (lexeme.value === undefined || lexeme.value.from === lexeme.value.to)
    return { node: null, faults: [{ from, to, message: hasNoKey, remedy: remedyOf(key, field) }] }
  if (lexeme.isList && lexeme.values.length === 0) fault(lexeme, 'The list is empty.', remedyOf(key, field))
  if (lexeme.values.length > SEARCH_BOUNDS.values)
    fault(lexeme, `The list has more than ${SEARCH_BOUNDS.values} values.`, 'Leave out some of them.')
  const values: SearchValue[] = []
  for (const piece of lexeme.values.slice(0, SEARCH_BOUNDS.values)) {
    const value = readValue(piece, key, field)
    if (hasTooManyStars(piece)) fault(piece, TOO_MANY_STARS, FEWER_STARS)
    else if (typeof value === 'string') fault(piece, `"${cut(piece.text)}" is no value of ${key}:.`, value)
    else values.push(value)
  }
  if (values.length === 0 || faults.length > 0) return { node: null, faults }
  const node: SearchNode = { kind: 'field', field: field?.key ?? null, key, values, from, to }
  return { node: isNegated === true ? { kind: 'not', node } : node, faults }
}

function readValue(piece: Piece, key: string, field: SearchField | null): Reading {
  const { text, pattern } = piece
  switch (field?.kind) {
    case 'number':
      return readNumber(piece)
    case 'time':
      return readTime(piece)
    case 'enum': {
      const word = (lookup(SYNONYMS[field.key] ?? {}, text.toLowerCase()) ?? text).toLowerCase()
      return field.values?.includes(word) === true ? { kind: 'word', word } : remedyOf(key, field)
    }
    case 'person':
      return text.trim() === '' ? remedyOf(key, field) : { kind: 'word', word: text.trim() }
    default:
      if (field?.key === 'has') return text.trim() === '' ? remedyOf(key, field) : { kind: 'word', word: text.trim() }
      if (field?.key === 'id' && parseEventId(text) === null) return remedyOf(key, field)
      if (field?.key === 'release.version') return readVersion(piece) ?? { kind: 'pattern', pattern }
      return { kind: 'pattern', pattern }
  }
}

const YES_OR_NO = { '1': 'true', '0': 'false', yes: 'true', no: 'false' }
const SYNONYMS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  // `muted` is sentry-cli's word for ignored.
  is: { archived: 'ignored', muted: 'ignored' },
  level: { warn: 'warning' },
  priority: { med: 'medium' },
  'error.handled': YES_OR_NO,
  'error.unhandled': YES_OR_NO,
}

function remedyOf(key: string, field: SearchField | null): string {
  switch (field?.kind) {
    case 'number':
    case 'time': {
      const remedy = (field.kind === 'number' ? readNumber : readTime)(NOTHING)
      return typeof remedy === 'string' ? remedy : ''
    }
    case 'enum':
      return `Use one of: ${field.values?.join(', ')}.`
    case 'person':
      return `Write ${key}:me, ${key}:ada@example.com or ${key}:#team.`
    default:
      if (field?.key === 'has') return 'Write the key of a tag, such as has:user.email.'
      if (field?.key === 'id') return `Write the 32 digits of an event's id; a tag of this name is tags[${key}]:value.`
      return `Write what it should be, such as ${key}:value; ${key}:"" is what has none.`
  }
}

const NOTHING: Piece = { from: 0, to: 0, text: '', pattern: [''] }

function cut(text: string): string {
  return text.length <= 60 ? text : `${text.slice(0, 60)}…`
}
