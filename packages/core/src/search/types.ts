/** A search as it was typed, read. Nothing in it is ever missing: what cannot be understood is a fault beside the rest. */
export interface Search {
  readonly text: string
  /** In their order; between them is nothing but white space. */
  readonly tokens: readonly SearchToken[]
  readonly faults: readonly SearchFault[]
  /** What was understood. */
  readonly root: SearchNode
  /** Set when the whole search is the id of an event: 32 lower-case hex digits. */
  readonly eventId: string | null
  /** Set when the whole search may be the short id of an issue, such as `WEB-1A`. */
  readonly shortId: string | null
}

/** A piece of the text, for chips and colours. Offsets are in UTF-16 units, `to` is behind the last. */
export interface SearchToken {
  readonly from: number
  readonly to: number
  readonly kind: 'field' | 'text' | 'operator' | 'paren'
  /** As it was typed. */
  readonly text: string
  /**
   * Of a field, without quotation marks and `tags[…]`. Also of a text that could become a field: `browser:` without a
   * value is looked for as a text.
   */
  readonly key?: string
  /** Whether the key was written as `tags[key]`, which is a tag whatever its name. */
  readonly isTag?: boolean
  /** Of a field or a group. */
  readonly isNegated?: boolean
  /** What stands behind the colon, its quotation marks and brackets included; `text` is what they hold. */
  readonly value?: { readonly from: number; readonly to: number; readonly text: string }
}

/** What is wrong, where, and what to do; two plain sentences. */
export interface SearchFault {
  readonly from: number
  readonly to: number
  readonly message: string
  readonly remedy: string
}

export type SearchNode =
  /** All of them; without any: everything. */
  | { readonly kind: 'all'; readonly nodes: readonly SearchNode[] }
  | { readonly kind: 'any'; readonly nodes: readonly SearchNode[] }
  | { readonly kind: 'not'; readonly node: SearchNode }
  /** Free text, which must occur somewhere. */
  | { readonly kind: 'text'; readonly pattern: SearchPattern }
  /** One of the values. `field` is a key of `SEARCH_FIELDS`, or null for a tag. */
  | {
      readonly kind: 'field'
      readonly field: string | null
      readonly key: string
      readonly values: readonly SearchValue[]
      readonly from: number
      readonly to: number
    }

/** Literal pieces; between two of them stands any run of characters. A single piece is the whole. */
export type SearchPattern = readonly string[]

export type SearchValue =
  /** One of the words that the field knows, or the name of somebody or something. */
  | { readonly kind: 'word'; readonly word: string }
  | { readonly kind: 'pattern'; readonly pattern: SearchPattern }
  /** Releases whose version is newer or older than this one, by the rules of semantic versions. */
  | { readonly kind: 'version'; readonly operator: '>' | '>=' | '<' | '<='; readonly version: string }
  /** Whole numbers, both included. */
  | { readonly kind: 'range'; readonly from: number | null; readonly to: number | null }
  /** From, and before. */
  | { readonly kind: 'period'; readonly from: SearchTime | null; readonly before: SearchTime | null }

/** A point in time, absolute or before the time at which the search is made, in milliseconds. */
export type SearchTime = { readonly at: number } | { readonly ago: number }

export const SEARCH_BOUNDS = { length: 2048, clauses: 40, values: 50, depth: 10, stars: 10 } as const
