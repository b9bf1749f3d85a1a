/** What somebody typed or pasted to name an issue. */
export type IssueReference =
  | { readonly kind: 'id'; readonly id: string }
  /** A short id or words, for the search. */
  | { readonly kind: 'search'; readonly text: string }

/** A link to an issue of this or another page, its number, its short id, or words. Null for nothing. */
export function readReference(typed: string): IssueReference | null {
  const text = typed.trim()
  if (text === '') return null
  const id = /\/issues\/(\d{1,20})(?:[/?#]|$)/.exec(text)?.[1] ?? /^#?(\d{1,20})$/.exec(text)?.[1]
  return id === undefined ? { kind: 'search', text } : { kind: 'id', id }
}
