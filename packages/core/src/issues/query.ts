import { AppError } from '../errors.js'
import { ISSUE_STATUSES, type IssueStatus } from '../ports/model.js'
import { LEVELS, type Level } from '../protocol/event.js'
import { parseEventId } from '../protocol/ids.js'

/** What a search asks for; all of it must hold. */
export interface IssueQuery {
  /** The only status that matches; null: any. */
  readonly status: IssueStatus | null
  readonly level: Level | null
  readonly tags: readonly { readonly key: string; readonly value: string | null }[]
  /** Each must occur; in lower or upper case as they were typed. */
  readonly text: readonly string[]
  /** Set when the whole search is the id of an event: 32 hex digits. */
  readonly eventId: string | null
  /** Two clauses exclude each other: nothing matches. */
  readonly isImpossible: boolean
}

const MAX_LENGTH = 2048
const MAX_CLAUSES = 40

/**
 * Reads the search language: `is:unresolved level:error has:user browser.name:"Chrome Mobile" some words "a phrase"`.
 * Throws `invalid_input` with a sentence that names the place.
 */
export function parseIssueQuery(input: string): IssueQuery {
  const eventId = parseEventId(input.trim())
  if (eventId !== null) return { ...ANYTHING, eventId }
  if (input.length > MAX_LENGTH)
    throw new AppError('invalid_input', `The search is too long: wanted at most ${MAX_LENGTH} characters.`)
  if (input.includes('\0')) throw fault(input.indexOf('\0'), 'there is a NUL character')
  const tokens = tokensOf(input)
  if (tokens.length > MAX_CLAUSES)
    throw new AppError('invalid_input', `The search has too many parts: wanted at most ${MAX_CLAUSES}.`)
  return tokens.map(clauseOf).reduce(withClause, ANYTHING)
}

type Clause =
  | { readonly kind: 'status'; readonly status: IssueStatus }
  | { readonly kind: 'level'; readonly level: Level }
  | { readonly kind: 'tag'; readonly key: string; readonly value: string | null }
  | { readonly kind: 'text'; readonly words: readonly string[] }

const ANYTHING: IssueQuery = { status: null, level: null, tags: [], text: [], eventId: null, isImpossible: false }

function withClause(query: IssueQuery, clause: Clause): IssueQuery {
  switch (clause.kind) {
    case 'status': {
      const isImpossible = query.isImpossible || (query.status !== null && query.status !== clause.status)
      return { ...query, status: clause.status, isImpossible }
    }
    case 'level': {
      const isImpossible = query.isImpossible || (query.level !== null && query.level !== clause.level)
      return { ...query, level: clause.level, isImpossible }
    }
    case 'tag':
      return { ...query, tags: [...query.tags, { key: clause.key, value: clause.value }] }
    case 'text':
      return { ...query, text: [...query.text, ...clause.words] }
  }
}

/** One part of a search. `colon` is where an unquoted colon parts key and value; -1 for none. */
interface Token {
  readonly at: number
  readonly text: string
  readonly colon: number
  readonly isQuoted: boolean
}

// Quotes group anywhere in a token, as in a shell; a backslash takes the next character as it is within them.
function tokensOf(input: string): readonly Token[] {
  const tokens: Token[] = []
  let index = 0
  while (index < input.length) {
    if (isSpace(input[index])) {
      index += 1
      continue
    }
    const at = index
    let text = ''
    let colon = -1
    let isQuoted = false
    while (index < input.length && !isSpace(input[index])) {
      const letter = input[index] as string
      if (letter === '"' && (text === '' || colon === text.length - 1)) {
        const [quoted, end] = readQuoted(input, index)
        text += quoted
        index = end
        isQuoted = true
        continue
      }
      if (letter === ':' && colon === -1 && !isQuoted) colon = text.length
      text += letter
      index += 1
    }
    tokens.push({ at, text, colon, isQuoted })
  }
  return tokens
}

function readQuoted(input: string, start: number): [text: string, end: number] {
  let text = ''
  for (let index = start + 1; index < input.length; index += 1) {
    const letter = input[index] as string
    if (letter === '"') return [text, index + 1]
    if (letter === '\\' && index + 1 < input.length) index += 1
    text += input[index]
  }
  throw fault(start, 'a quotation mark is opened and not closed')
}

function clauseOf(token: Token): Clause {
  const { at, text, colon, isQuoted } = token
  const key = text.slice(0, colon)
  const value = text.slice(colon + 1)
  // `TypeError: x is undefined` and `https://…` are what people paste, not keys.
  const isWords =
    colon < 1 ||
    !/^[!-]?[\w.-]+$/.test(key) ||
    (value === '' && !isQuoted && !OWN_KEYS.has(key)) ||
    value.startsWith('//')
  if (isWords) return { kind: 'text', words: wordsOf(text, isQuoted) }
  if (key.startsWith('!')) throw fault(at, `"${key}:" negates, which this search cannot do yet`)
  switch (key) {
    case 'is':
      return { kind: 'status', status: oneOf(token, value, STATUS_NAMES) }
    case 'level':
      return { kind: 'level', level: oneOf(token, value, LEVEL_NAMES) }
    case 'has':
      if (value === '') throw fault(at, 'has: wants the key of a tag')
      return { kind: 'tag', key: value, value: null }
    default:
      return { kind: 'tag', key, value }
  }
}

const OWN_KEYS: ReadonlySet<string> = new Set(['is', 'has', 'level'])
const LEVEL_NAMES: ReadonlyMap<string, Level> = new Map(LEVELS.map((level) => [level, level]))
/** `muted` is sentry-cli's word for ignored. */
const STATUS_NAMES: ReadonlyMap<string, IssueStatus> = new Map<string, IssueStatus>([
  ...ISSUE_STATUSES.map((status): [string, IssueStatus] => [status, status]),
  ['muted', 'ignored'],
])

// A star stands for any letters; parts of words are found anyway, so what is between stars is looked for.
function wordsOf(text: string, isQuoted: boolean): readonly string[] {
  return (isQuoted ? [text] : text.split('*')).filter((word) => word.trim() !== '')
}

function oneOf<T>({ at, text }: Token, value: string, choices: ReadonlyMap<string, T>): T {
  const choice = choices.get(value.toLowerCase())
  if (choice !== undefined) return choice
  const names = [...choices.keys()].join(', ')
  throw fault(at, `"${text.slice(0, 60)}" is none of the values it may have: ${names}`)
}

function isSpace(letter: string | undefined): boolean {
  return letter === ' ' || letter === '\t' || letter === '\n' || letter === '\r' || letter === '\u00a0'
}

function fault(index: number, what: string): AppError {
  return new AppError('invalid_input', `The search cannot be read: at character ${index + 1} ${what}.`)
}
