import { parseEventId } from '../protocol/event-id.js'
import { readClause } from './clause.js'
import { type Lexeme, scan } from './scan.js'
import { SEARCH_BOUNDS, type Search, type SearchFault, type SearchNode, type SearchToken } from './types.js'

/**
 * Reads the search language: `is:unresolved level:[error,fatal] !browser:Safari* (checkout OR "card declined")`.
 * Never throws, and takes time in proportion to the length. Where there are faults, `root` is what was understood.
 */
export function parseSearch(text: string): Search {
  const faults: SearchFault[] = []
  const read = text.slice(0, SEARCH_BOUNDS.length)
  if (text.length > read.length)
    faults.push({
      from: read.length,
      to: text.length,
      message: `The search is longer than ${SEARCH_BOUNDS.length} characters.`,
      remedy: 'Leave out some of it.',
    })
  const nul = read.indexOf('\0')
  if (nul !== -1)
    faults.push({
      from: nul,
      to: nul + 1,
      message: 'There is a character that no text has, of the code 0.',
      remedy: 'Delete it.',
    })
  const { lexemes, faults: unread } = scan(read)
  faults.push(...unread)
  const parser = new Parser(lexemes, faults)
  const root = parser.any(0)
  const whole = text.trim()
  return {
    text,
    tokens: lexemes.map(tokenOf),
    faults: faults.sort((a, b) => a.from - b.from),
    root,
    eventId: parseEventId(whole),
    shortId: /^[\w-]{1,60}-[0-9a-v]{1,13}$/i.test(whole) ? whole : null,
  }
}

/** AND binds more than OR; what stands side by side must hold together. */
class Parser {
  #at = 0
  #clauses = 0
  readonly #lexemes: readonly Lexeme[]
  readonly #faults: SearchFault[]

  constructor(lexemes: readonly Lexeme[], faults: SearchFault[]) {
    this.#lexemes = lexemes
    this.#faults = faults
  }

  any(depth: number): SearchNode {
    const nodes = [this.#all(depth)]
    while (this.#next?.kind === 'operator') {
      // Only OR ends what `#all` reads.
      this.#at += 1
      nodes.push(this.#all(depth))
    }
    const said = nodes.filter((node) => node !== null)
    return said.length === 1 ? (said[0] as SearchNode) : { kind: said.length === 0 ? 'all' : 'any', nodes: said }
  }

  get #next(): Lexeme | undefined {
    return this.#lexemes[this.#at]
  }

  #all(depth: number): SearchNode | null {
    const nodes: SearchNode[] = []
    for (let next = this.#next; next !== undefined; next = this.#next) {
      if (next.kind === 'paren' && next.text === ')') break
      if (next.kind === 'operator') {
        if (this.#isMisplaced()) this.#fault(next, `${next.text} wants something on both sides.`, BOTH_SIDES)
        if (next.text === 'OR') break
        this.#at += 1
        continue
      }
      this.#at += 1
      if (next.kind === 'paren') nodes.push(this.#group(next, depth + 1))
      else nodes.push(...this.#clause(next))
    }
    if (nodes.length === 0) return null
    return nodes.length === 1 ? (nodes[0] as SearchNode) : { kind: 'all', nodes }
  }

  #isMisplaced(): boolean {
    const [before, after] = [this.#lexemes[this.#at - 1], this.#lexemes[this.#at + 1]]
    const isEdge = (lexeme: Lexeme | undefined, paren: string) =>
      lexeme === undefined || lexeme.kind === 'operator' || (lexeme.kind === 'paren' && lexeme.text.endsWith(paren))
    return isEdge(before, '(') || isEdge(after, ')')
  }

  #group(open: Lexeme, depth: number): SearchNode {
    if (depth === SEARCH_BOUNDS.depth + 1)
      this.#fault(open, `More than ${SEARCH_BOUNDS.depth} parentheses stand in each other.`, 'Leave out some of them.')
    const node = this.any(depth)
    if (this.#next === undefined)
      this.#fault(
        open,
        'A parenthesis is opened and not closed.',
        'Close it with ), or put the text in quotation marks.',
      )
    this.#at += 1
    return open.isNegated === true ? { kind: 'not', node } : node
  }

  #clause(lexeme: Lexeme): readonly SearchNode[] {
    this.#clauses += 1
    if (this.#clauses === SEARCH_BOUNDS.clauses + 1)
      this.#fault(lexeme, `There are more than ${SEARCH_BOUNDS.clauses} parts.`, 'Leave out some of them.')
    if (this.#clauses > SEARCH_BOUNDS.clauses) return []
    const { node, faults } = readClause(lexeme)
    this.#faults.push(...faults)
    return node === null ? [] : [node]
  }

  #fault({ from, to }: Lexeme, message: string, remedy: string): void {
    this.#faults.push({ from, to, message, remedy })
  }
}

const BOTH_SIDES = 'Put a condition on either side, or put the word in quotation marks.'

function tokenOf({ values, isList, isQuoted, ...token }: Lexeme): SearchToken {
  return token
}
