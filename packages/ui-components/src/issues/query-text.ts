import type { IssueStatusName } from '@mishap/core/client'
import { addClause, parseSearch, printClause, replaceToken, type SearchToken } from '@mishap/core/format'

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

/** Which tab the search belongs to: that of its last `is:`. A search for two statuses at once finds nothing anywhere. */
export function statusOf(query: string): StatusTab {
  return partsIn(query).findLast(({ status }) => status !== null)?.status ?? 'all'
}

/** The same search in another tab. The status goes last: places that the server names then fit what was typed. */
export function withStatus(query: string, status: StatusTab): string {
  const rest = withoutStatus(query)
  return status === 'all' ? rest : addClause(rest, `is:${status}`)
}

/** What is left for the search field when the tabs show the status. */
export function withoutStatus(query: string): string {
  return without(
    query,
    partsIn(query).filter(({ status }) => status !== null),
  )
}

/** Narrows the search to a value of a tag. Asking twice changes nothing. */
export function withTag(query: string, key: string, value: string): string {
  const clause = printClause({ key, values: [value] })
  return partsIn(query).some(({ text }) => text === clause) ? query : addClause(query, clause)
}

/** Each part of the search that can be taken out by itself, the status left out: conditions one by one, words together. */
export function partsOf(query: string): readonly string[] {
  const parts = partsIn(query).filter(({ status }) => status === null)
  const words = parts.filter(({ isWord }) => isWord).map(({ text }) => text)
  const others = parts.filter(({ isWord }) => !isWord).map(({ text }) => text)
  return words.length === 0 ? others : [...others, words.join(' ')]
}

/** The search without one of its `partsOf`. */
export function withoutPart(query: string, part: string): string {
  const parts = partsIn(query)
  const same = parts.filter(({ text }) => text === part)
  return without(query, same.length > 0 ? same : parts.filter(({ isWord }) => isWord))
}

interface Part {
  readonly from: number
  readonly to: number
  readonly text: string
  readonly isWord: boolean
  /** Of a condition that has a tab. */
  readonly status: Exclude<StatusTab, 'all'> | null
}

/** What must all hold. Of a search that is one or the other on the whole, nothing can be taken out: it is one part. */
function partsIn(query: string): readonly Part[] {
  const { tokens } = parseSearch(query)
  const parts: Part[] = []
  let depth = 0
  let start = 0
  for (const token of tokens) {
    const isEnd = token.kind === 'paren' && token.text === ')'
    if (isEnd) depth = Math.max(0, depth - 1)
    if (depth === 0 && token.text === 'OR' && token.kind === 'operator') {
      const text = query.trim()
      return [{ from: 0, to: query.length, text, isWord: false, status: null }]
    }
    if (depth === 0 && token.kind !== 'operator') {
      const from = isEnd ? start : token.from
      const isOpening = token.kind === 'paren' && !isEnd
      const text = query.slice(from, token.to)
      if (!isOpening)
        parts.push({ from, to: token.to, text, isWord: token.kind === 'text', status: statusOfToken(token) })
    }
    if (token.kind === 'paren' && !isEnd) {
      if (depth === 0) start = token.from
      depth += 1
    }
  }
  return parts
}

/** The text without these parts, and without the operators that bound them. */
function without(query: string, parts: readonly Part[]): string {
  return parts.reduceRight((text, part) => replaceToken(text, part, ''), query).trim()
}

function statusOfToken({ kind, key, isNegated, value }: SearchToken): Exclude<StatusTab, 'all'> | null {
  if (kind !== 'field' || key !== 'is' || isNegated === true) return null
  const name = value?.text.toLowerCase() ?? ''
  return Object.hasOwn(STATUS_WORDS, name) ? (STATUS_WORDS[name] ?? null) : null
}
