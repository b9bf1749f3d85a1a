import { SEARCH_BOUNDS, type SearchFault, type SearchPattern, type SearchToken } from './types.js'

/** A token with what the grammar needs of it. */
export interface Lexeme extends SearchToken {
  /** The values of a field, or the one text. Quoted free text has no wildcards. */
  readonly values: readonly Piece[]
  readonly isList: boolean
  readonly isQuoted: boolean
}

export interface Piece {
  readonly from: number
  readonly to: number
  readonly text: string
  readonly pattern: SearchPattern
}

/** Reads the text from left to right, once. Whatever it is, tokens cover everything but white space. */
export function scan(text: string): { readonly lexemes: readonly Lexeme[]; readonly faults: readonly SearchFault[] } {
  const lexemes: Lexeme[] = []
  const faults: SearchFault[] = []
  let depth = 0
  let at = 0
  while (at < text.length) {
    if (isSpace(text[at])) {
      at += 1
      continue
    }
    const paren = parenAt(text, at, depth)
    if (paren !== null) {
      depth += paren.step
      lexemes.push(paren.lexeme)
      at = paren.lexeme.to
      continue
    }
    const lexeme = wordAt(text, at, depth, faults)
    lexemes.push(lexeme)
    at = lexeme.to
  }
  return { lexemes, faults }
}

function isSpace(letter: string | undefined): boolean {
  return letter === ' ' || letter === '\t' || letter === '\n' || letter === '\r' || letter === '\u00a0'
}

/** `foo()` and `()` are texts; a group begins where a word would, and ends what was begun. */
function parenAt(text: string, from: number, depth: number): { readonly lexeme: Lexeme; readonly step: number } | null {
  const isNegated = text[from] === '!' && text[from + 1] === '('
  const at = isNegated ? from + 1 : from
  if (text[at] === '(' && text[at + 1] !== ')' && depth < SEARCH_BOUNDS.depth + 1)
    return { lexeme: { ...plain('paren', text, from, at + 1), isNegated }, step: 1 }
  if (text[at] === ')' && depth > 0) return { lexeme: plain('paren', text, at, at + 1), step: -1 }
  return null
}

const KEY = /(?:tags\[([^\]\s"]{1,200})\]|([\w.-]{1,200})):/y

function wordAt(text: string, from: number, depth: number, faults: SearchFault[]): Lexeme {
  const isNegated = text[from] === '!'
  const start = isNegated ? from + 1 : from
  const key = keyAt(text, start)
  if (key === null) return textAt(text, from, depth, faults)
  const { name, isTag, to: valueFrom } = key
  if (isProse(name, text, valueFrom)) return textAt(text, from, depth, faults)
  const value = valueAt(text, valueFrom, depth, faults)
  return {
    ...plain(value.to === valueFrom ? 'text' : 'field', text, from, value.to),
    key: name,
    isTag,
    isNegated,
    value: { from: valueFrom, to: value.to, text: value.text },
    values: value.pieces,
    isList: value.isList,
    isQuoted: value.isQuoted,
  }
}

// What people paste: `https://…`, `std::io`, `C:\temp`, `2026-01-31T12:00`.
function isProse(key: string, text: string, valueFrom: number): boolean {
  const next = text[valueFrom]
  return next === ':' || next === '\\' || (next === '/' && text[valueFrom + 1] === '/') || /^\d[\d.T-]*$/.test(key)
}

function keyAt(text: string, from: number): { name: string; isTag: boolean; to: number } | null {
  if (text[from] === '"') {
    const { text: name, to, isClosed } = quotedAt(text, from)
    return isClosed && name !== '' && text[to] === ':' && name.length <= 200 ? { name, isTag: true, to: to + 1 } : null
  }
  KEY.lastIndex = from
  const match = KEY.exec(text)
  if (match === null) return null
  return { name: match[1] ?? match[2] ?? '', isTag: match[1] !== undefined, to: from + match[0].length }
}

interface Value {
  readonly to: number
  readonly text: string
  readonly pieces: readonly Piece[]
  readonly isList: boolean
  readonly isQuoted: boolean
}

function valueAt(text: string, from: number, depth: number, faults: SearchFault[]): Value {
  if (text[from] === '[') {
    const list = listAt(text, from, faults)
    if (list !== null) return list
  }
  if (text[from] === '"') {
    const quoted = quotedAt(text, from)
    if (!quoted.isClosed) faults.push(unclosedQuote(from, text.length))
    const end = wordEnd(text, quoted.to, depth)
    const rest = unescaped(text.slice(quoted.to, end))
    const pattern = joined(quoted.pattern, rest.pattern)
    const piece = { from, to: end, text: quoted.text + rest.text, pattern }
    return { to: end, text: piece.text, pieces: [piece], isList: false, isQuoted: true }
  }
  const to = wordEnd(text, from, depth)
  const piece = { from, to, ...unescaped(text.slice(from, to)) }
  return { to, text: piece.text, pieces: [piece], isList: false, isQuoted: false }
}

/** `[a, b c, "d, e"]`; null where something else follows the bracket, as in `[a]b`. */
function listAt(text: string, from: number, faults: SearchFault[]): Value | null {
  const pieces: Piece[] = []
  let at = from + 1
  for (;;) {
    while (isSpace(text[at])) at += 1
    const start = at
    const quoted = text[at] === '"' ? quotedAt(text, at) : null
    if (quoted?.isClosed === false) faults.push(unclosedQuote(at, text.length))
    at = quoted?.to ?? at
    while (at < text.length && text[at] !== ',' && text[at] !== ']') at += 1
    const raw = text.slice(quoted?.to ?? start, at).trimEnd()
    const rest = unescaped(raw)
    const to = (quoted?.to ?? start) + raw.length
    const value =
      quoted === null ? rest : { text: quoted.text + rest.text, pattern: joined(quoted.pattern, rest.pattern) }
    if (to > start) pieces.push({ from: start, to, ...value })
    if (text[at] === ',') {
      at += 1
      continue
    }
    break
  }
  if (at >= text.length)
    faults.push({
      from,
      to: text.length,
      message: 'A list is opened and not closed.',
      remedy: 'Close it with ], or put the value in quotation marks.',
    })
  const to = Math.min(text.length, at + 1)
  if (to < text.length && !isSpace(text[to]) && text[to] !== ')') return null
  return { to, text: pieces.map((piece) => piece.text).join(', '), pieces, isList: true, isQuoted: false }
}

function textAt(text: string, from: number, depth: number, faults: SearchFault[]): Lexeme {
  const isNegated = text[from] === '!' && text[from + 1] === '"'
  const start = isNegated ? from + 1 : from
  if (text[start] === '"') {
    const quoted = quotedAt(text, start)
    if (!quoted.isClosed) faults.push(unclosedQuote(start, text.length))
    const to = wordEnd(text, quoted.to, depth)
    const whole = quoted.text + text.slice(quoted.to, to)
    const piece = { from: start, to, text: whole, pattern: [whole] }
    return { ...plain('text', text, from, to), isNegated, values: [piece], isQuoted: true }
  }
  // At least one character, so that the reading goes on whatever stands there.
  const to = Math.max(from + 1, wordEnd(text, from, depth))
  const raw = text.slice(from, to)
  const kind = raw === 'OR' || raw === 'AND' ? 'operator' : 'text'
  return { ...plain(kind, text, from, to), values: [{ from, to, ...unescaped(raw) }] }
}

function wordEnd(text: string, from: number, depth: number): number {
  let inner = 0
  let at = from
  for (; at < text.length && !isSpace(text[at]); at += 1) {
    if (text[at] === '(') inner += 1
    else if (text[at] === ')' && inner > 0) inner -= 1
    else if (text[at] === ')' && depth > 0) break
  }
  return at
}

interface Quoted {
  readonly text: string
  readonly pattern: SearchPattern
  readonly to: number
  readonly isClosed: boolean
}

/** A backslash takes the next character as it is. */
function quotedAt(text: string, from: number): Quoted {
  const written = new Pattern()
  for (let at = from + 1; at < text.length; at += 1) {
    const letter = text[at] as string
    if (letter === '"') return { ...written.read(), to: at + 1, isClosed: true }
    const isEscape = letter === '\\' && at + 1 < text.length
    if (isEscape) at += 1
    if (letter === '*') written.star()
    else written.add(text[at] as string)
  }
  return { ...written.read(), to: text.length, isClosed: false }
}

/** Outside quotation marks a backslash is one, except before a star. */
function unescaped(raw: string): { readonly text: string; readonly pattern: SearchPattern } {
  const written = new Pattern()
  for (let at = 0; at < raw.length; at += 1) {
    if (raw[at] === '\\' && raw[at + 1] === '*') at += 1
    else if (raw[at] === '*') {
      written.star()
      continue
    }
    written.add(raw[at] as string)
  }
  return written.read()
}

/** What is written letter by letter. */
class Pattern {
  readonly #pieces: string[] = []
  #text = ''
  #piece = ''

  add(letter: string): void {
    this.#text += letter
    this.#piece += letter
  }

  star(): void {
    this.#text += '*'
    this.#pieces.push(this.#piece)
    this.#piece = ''
  }

  read(): { readonly text: string; readonly pattern: SearchPattern } {
    return { text: this.#text, pattern: [...this.#pieces, this.#piece] }
  }
}

function joined(a: SearchPattern, b: SearchPattern): SearchPattern {
  return [...a.slice(0, -1), `${a.at(-1) ?? ''}${b[0] ?? ''}`, ...b.slice(1)]
}

function plain(kind: SearchToken['kind'], text: string, from: number, to: number): Lexeme {
  return { kind, from, to, text: text.slice(from, to), values: [], isList: false, isQuoted: false }
}

function unclosedQuote(from: number, to: number): SearchFault {
  return {
    from,
    to,
    message: 'A quotation mark is opened and not closed.',
    remedy: 'Close it, or write \\" inside a quoted text to look for the mark itself.',
  }
}
