import type { IssueStatusName } from '@mishap/core/client'

/** The views of issues that everybody has. Each but `all` is a word of `is:`. */
export type StatusTab = IssueStatusName | 'for_review' | 'regressed' | 'escalating' | 'all'

export const STATUS_TABS: readonly StatusTab[] = [
  'unresolved',
  'for_review',
  'regressed',
  'escalating',
  'resolved',
  'ignored',
  'all',
]

/** The words of `is:` that have a tab, with the other words for them that the server knows. */
const STATUS_WORDS: Readonly<Record<string, Exclude<StatusTab, 'all'>>> = {
  unresolved: 'unresolved',
  for_review: 'for_review',
  regressed: 'regressed',
  escalating: 'escalating',
  resolved: 'resolved',
  ignored: 'ignored',
  muted: 'ignored',
}

/** The status that every issue of a tab has; null where they differ. */
export function issueStatusOf(tab: StatusTab): IssueStatusName | null {
  if (tab === 'all') return null
  return tab === 'resolved' || tab === 'ignored' ? tab : 'unresolved'
}

/** The words of a search as they were typed, quoted ones whole. Joined by a space they are the search again. */
export function wordsOf(query: string): readonly string[] {
  return query.match(/[^\s:"]+:"(?:[^"\\]|\\.)*"|"(?:[^"\\]|\\.)*"|\S+/g) ?? []
}

/** Which tab the search belongs to: that of its last `is:`. A search for two statuses at once finds nothing anywhere. */
export function statusOf(query: string): StatusTab {
  const last = wordsOf(query)
    .map(statusOfWord)
    .findLast((status) => status !== null)
  return last ?? 'all'
}

/** The same search in another tab. The status goes last: places that the server names then fit what was typed. */
export function withStatus(query: string, status: StatusTab): string {
  const rest = withoutStatus(query)
  return status === 'all' ? rest : `${rest} is:${status}`.trim()
}

/** What is left for the search field when the tabs show the status. */
export function withoutStatus(query: string): string {
  return wordsOf(query)
    .filter((word) => statusOfWord(word) === null)
    .join(' ')
}

/** Narrows the search to a value of a tag. Asking twice changes nothing. */
export function withTag(query: string, key: string, value: string): string {
  const clause = `${key}:${quoted(value)}`
  const words = wordsOf(query)
  if (words.includes(clause)) return query
  return [...words, clause].join(' ')
}

/** Each part of the search that can be taken out by itself, the status left out. */
export function partsOf(query: string): readonly string[] {
  const words = wordsOf(query).filter((word) => statusOfWord(word) === null)
  const clauses = words.filter(isClause)
  const text = words.filter((word) => !isClause(word)).join(' ')
  return text === '' ? clauses : [...clauses, text]
}

/** The search without one of its `partsOf`. */
export function withoutPart(query: string, part: string): string {
  const gone = new Set(isClause(part) ? [part] : wordsOf(part))
  return wordsOf(query)
    .filter((word) => !gone.has(word))
    .join(' ')
}

function statusOfWord(word: string): Exclude<StatusTab, 'all'> | null {
  if (!word.startsWith('is:')) return null
  const name = word.slice(3).toLowerCase()
  return Object.hasOwn(STATUS_WORDS, name) ? (STATUS_WORDS[name] ?? null) : null
}

function isClause(word: string): boolean {
  return /^[\w.-]+:./.test(word) && !/^https?:/.test(word)
}

function quoted(value: string): string {
  return /^[^\s"\\:]+$/.test(value) ? value : `"${value.replace(/[\\"]/g, '\\$&')}"`
}
