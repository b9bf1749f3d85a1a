/** A fault in the text of rules, at its place: the line and column count from 1. */
export interface RuleError {
  readonly line: number
  readonly column: number
  /** What was wanted and what was found. */
  readonly message: string
  /** What to write instead. */
  readonly remedy: string
}

/** Thrown within a line; `parseLines` makes a `RuleError` of it. */
class Fault {
  constructor(
    readonly column: number,
    readonly message: string,
    readonly remedy: string,
  ) {}
}

const RULE_BOUNDS = { characters: 65_536, rules: 500 } as const

/** Reads each line that is neither empty nor a comment (`#`). A faulty line gives an error and no rule; the others stay. */
export function parseLines<Rule>(
  text: string,
  parse: (reader: LineReader, line: number) => Rule,
): { readonly rules: readonly Rule[]; readonly errors: readonly RuleError[] } {
  const rules: Rule[] = []
  const errors: RuleError[] = []
  for (const [at, source] of text
    .slice(0, RULE_BOUNDS.characters)
    .split(/\r\n|\n|\r/)
    .entries()) {
    const trimmed = source.trim()
    if (trimmed === '' || trimmed.startsWith('#')) continue
    const line = at + 1
    if (rules.length >= RULE_BOUNDS.rules) {
      errors.push({
        line,
        column: 1,
        message: `more than ${RULE_BOUNDS.rules} rules`,
        remedy: 'Join rules with wildcards.',
      })
      break
    }
    try {
      rules.push(parse(new LineReader(source), line))
    } catch (error) {
      if (!(error instanceof Fault)) throw error
      errors.push({ line, column: error.column, message: error.message, remedy: error.remedy })
    }
  }
  if (text.length > RULE_BOUNDS.characters) {
    const message = `the text is longer than ${RULE_BOUNDS.characters} characters`
    errors.push({ line: 1, column: 1, message, remedy: 'Shorten it.' })
  }
  return { rules, errors }
}

/** One line of rules, read from left to right. */
export class LineReader {
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  get column(): number {
    return this.#at + 1
  }

  /** True at the end of the line, and before a comment that closes it. */
  get isAtEnd(): boolean {
    this.skipSpace()
    return this.#at >= this.#text.length || (this.#text[this.#at] === '#' && this.#isAfterSpace)
  }

  get #isAfterSpace(): boolean {
    return this.#at === 0 || /\s/.test(this.#text[this.#at - 1]!)
  }

  skipSpace(): void {
    while (this.#at < this.#text.length && /\s/.test(this.#text[this.#at]!)) this.#at++
  }

  startsWith(text: string): boolean {
    return this.#text.startsWith(text, this.#at)
  }

  /** Steps over `text` if it comes next. */
  take(text: string): boolean {
    if (!this.startsWith(text)) return false
    this.#at += text.length
    return true
  }

  /** Steps over what the sticky pattern finds here. */
  takeMatch(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at
    const found = pattern.exec(this.#text)
    if (found !== null) this.#at += found[0].length
    return found
  }

  /** A quoted text, or all up to white space. */
  takeValue(what: string): string {
    const start = this.column
    if (this.startsWith('"')) return this.takeQuoted()
    const found = this.takeMatch(/[^\s,]+(?:,[^\s,]+)*/y)
    if (found === null)
      this.fail(`a value is missing behind ${what}`, `Write ${what}something, or ${what}"with spaces".`, start)
    return found![0]
  }

  takeQuoted(): string {
    const start = this.column
    const found = this.takeMatch(/"((?:[^"\\]|\\.)*)"/y)
    if (found === null) this.fail('the quoted text has no end', 'Close it with ".', start)
    return found![1]!.replace(/\\(["\\])/g, '$1')
  }

  /** What comes next, for a message. */
  get next(): string {
    this.skipSpace()
    const word = /[^\s]{1,40}/.exec(this.#text.slice(this.#at))?.[0]
    return word === undefined ? 'the end of the line' : `"${word}"`
  }

  fail(message: string, remedy: string, column = this.column): never {
    throw new Fault(column, message, remedy)
  }
}
