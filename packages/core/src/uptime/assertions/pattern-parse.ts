import { AppError } from '../../errors.js'

/** Which characters of UTF-16 it takes. */
export type CharTest = (code: number) => boolean

export type PatternNode =
  | { readonly kind: 'char'; readonly test: CharTest }
  | { readonly kind: 'at'; readonly place: 'start' | 'end' | 'word' | 'no_word' }
  | { readonly kind: 'all'; readonly nodes: readonly PatternNode[] }
  | { readonly kind: 'any'; readonly nodes: readonly PatternNode[] }
  | { readonly kind: 'repeat'; readonly node: PatternNode; readonly min: number; readonly max: number }

const MAX_REPEAT = 200
const MAX_DEPTH = 50

/**
 * Reads a regular expression of what can be matched in one pass: characters, classes, groups, alternatives, repetitions, and
 * the places `^`, `$`, `\b`, `\B`. Begun with `(?i)` it does not mind upper and lower case. Throws `invalid_input` for back
 * references, looking around and what is malformed.
 */
export function parsePattern(text: string): PatternNode {
  const isBlind = text.startsWith('(?i)')
  const source = isBlind ? text.slice(4) : text
  let at = 0
  let depth = 0

  const fault = (what: string): never => {
    throw new AppError('invalid_input', `${what}, at character ${at + 1 + (isBlind ? 4 : 0)}`)
  }
  const alternatives = (): PatternNode => {
    depth += 1
    if (depth > MAX_DEPTH) fault('Too many groups in groups')
    const nodes = [sequence()]
    while (source[at] === '|') {
      at += 1
      nodes.push(sequence())
    }
    depth -= 1
    return nodes.length === 1 ? (nodes[0] as PatternNode) : { kind: 'any', nodes }
  }
  const sequence = (): PatternNode => {
    const nodes: PatternNode[] = []
    while (at < source.length && source[at] !== '|' && source[at] !== ')') nodes.push(repeated(atom()))
    return { kind: 'all', nodes }
  }
  const repeated = (node: PatternNode): PatternNode => {
    const match = /^(?:[*+?]|\{(\d{1,4})(,?)(\d{0,4})\})\??/.exec(source.slice(at, at + 16))
    if (match === null) return node
    at += match[0].length
    if (/^[*+?]/.test(source.slice(at, at + 1))) fault('A repetition of a repetition')
    const [min, max] = boundsOf(match)
    if (min > MAX_REPEAT || (max !== Infinity && (max > MAX_REPEAT || max < min)))
      fault(`Wanted repetitions up to ${MAX_REPEAT}`)
    return { kind: 'repeat', node, min, max }
  }
  const atom = (): PatternNode => {
    const letter = source[at] as string
    at += 1
    if (letter === '(') return group()
    if (letter === '[') return char(charClass())
    if (letter === '.') return char((code) => code !== 10 && code !== 13)
    if (letter === '^') return { kind: 'at', place: 'start' }
    if (letter === '$') return { kind: 'at', place: 'end' }
    if (letter === '*' || letter === '+' || letter === '?') return fault('Nothing to repeat')
    if (letter !== '\\') return char(only(letter))
    if (source[at] === 'b' || source[at] === 'B') {
      at += 1
      return { kind: 'at', place: source[at - 1] === 'b' ? 'word' : 'no_word' }
    }
    return char(escaped())
  }
  const group = (): PatternNode => {
    const match = /^\?(?::|<[a-z]\w{0,30}>)/i.exec(source.slice(at, at + 34))
    if (match !== null) at += match[0].length
    if (source[at] === '?') fault('Looking around and modes are not understood')
    const node = alternatives()
    if (source[at] !== ')') fault('A group that does not end')
    at += 1
    return node
  }
  const charClass = (): CharTest => {
    const isNot = source[at] === '^'
    if (isNot) at += 1
    const tests: CharTest[] = []
    while (source[at] !== ']') {
      if (at >= source.length) fault('A class that does not end')
      tests.push(classPart())
    }
    at += 1
    return (code) => tests.some((test) => test(code)) !== isNot
  }
  const classPart = (): CharTest => {
    const first = classLetter()
    if (typeof first === 'function' || source[at] !== '-' || source[at + 1] === ']' || at + 1 >= source.length)
      return typeof first === 'function' ? first : only(first)
    at += 1
    const last = classLetter()
    if (typeof last === 'function') return fault('A range that ends in a class')
    const [from, to] = [first.charCodeAt(0), last.charCodeAt(0)]
    if (to < from) fault('A range out of order')
    return (code) => code >= from && code <= to
  }
  const classLetter = (): string | CharTest => {
    const letter = source[at] as string
    at += 1
    if (letter !== '\\') return letter
    const from = at
    const test = escaped()
    const literal = literalOf(source.slice(from, at))
    return literal ?? test
  }
  const escaped = (): CharTest => {
    const match = /^(?:x[\da-f]{2}|u[\da-f]{4}|[dDwWsSnrtfv0]|[^\w\s])/i.exec(source.slice(at, at + 5))
    if (match === null) return fault('An escape that is not understood')
    at += match[0].length
    const known = CLASSES[match[0]]
    if (known !== undefined) return known
    const literal = literalOf(match[0])
    return literal === null ? fault('An escape that is not understood') : only(literal)
  }
  const only = (letter: string): CharTest => {
    const wanted = letter.charCodeAt(0)
    return (code) => code === wanted
  }
  const char = (test: CharTest): PatternNode => ({ kind: 'char', test: isBlind ? caseless(test) : test })

  const node = alternatives()
  if (at < source.length) fault('A group that was not begun')
  return node
}

function boundsOf([whole, least, comma, most]: RegExpExecArray): readonly [number, number] {
  if (whole.startsWith('*')) return [0, Infinity]
  if (whole.startsWith('+')) return [1, Infinity]
  if (whole.startsWith('?')) return [0, 1]
  const min = Number(least)
  if (comma === '') return [min, min]
  return [min, most === '' ? Infinity : Number(most)]
}

export function isWord(code: number): boolean {
  return (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || code === 95 || (code >= 97 && code <= 122)
}

const isDigit: CharTest = (code) => code >= 48 && code <= 57
const isSpace: CharTest = (code) => code === 32 || (code >= 9 && code <= 13) || code === 0xa0 || code === 0xfeff
const not =
  (test: CharTest): CharTest =>
  (code) =>
    !test(code)
const CLASSES: Readonly<Record<string, CharTest>> = {
  ...{ d: isDigit, D: not(isDigit), w: isWord, W: not(isWord), s: isSpace, S: not(isSpace) },
}

const LITERALS: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', f: '\f', v: '\v', 0: '\0' }

/** What an escape stands for, without its backslash; null for a class. */
function literalOf(code: string): string | null {
  const known = LITERALS[code]
  if (known !== undefined) return known
  if (/^[xu][\da-f]{2,4}$/i.test(code)) return String.fromCharCode(Number.parseInt(code.slice(1), 16))
  return /^[^\w\s]$/.test(code) ? code : null
}

function caseless(test: CharTest): CharTest {
  return (code) => {
    if (test(code)) return true
    const letter = String.fromCharCode(code)
    return test(letter.toLowerCase().charCodeAt(0)) || test(letter.toUpperCase().charCodeAt(0))
  }
}
