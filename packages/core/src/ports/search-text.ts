/**
 * What search looks through: lines in lower case. A line may begin with a mark that says what it is, so that whole
 * fields are found as well as words; no text has these characters otherwise.
 */
export const SEARCH_MARKS = {
  title: '\u0001',
  culprit: '\u0002',
  'error.type': '\u0003',
  'error.value': '\u0004',
  'error.mechanism': '\u0005',
  /** The line is `unhandled`. */
  'error.unhandled': '\u0006',
  'stack.function': '\u0007',
  'stack.filename': '\u0008',
  'stack.module': '\u000e',
  'stack.abs_path': '\u000f',
  'http.url': '\u0010',
  'http.method': '\u0011',
  'sdk.name': '\u0012',
} as const
export type SearchMark = keyof typeof SEARCH_MARKS

/** A line with its end; without a mark it is found by its words alone. */
export function searchLine(mark: SearchMark | null, text: string): string {
  return `${mark === null ? '' : SEARCH_MARKS[mark]}${searchable(text)}\n`
}

/** The text as search compares it: lower case, and on one line. */
export function searchable(text: string): string {
  return text.toLowerCase().replace(CONTROLS, ' ').trim()
}

/** A pattern as lines are compared with it. */
export function linePieces(pattern: readonly string[]): readonly string[] {
  return pattern.length === 1
    ? pattern.map(searchable)
    : pattern.map((piece) => piece.toLowerCase().replace(CONTROLS, ' '))
}

const CONTROLS = /[\u0001-\u001f]/g

/** What an issue is found by whatever its events say. */
export function issueLines(issue: { readonly title: string; readonly culprit: string }): string {
  return searchLine('title', issue.title) + searchLine('culprit', issue.culprit)
}
