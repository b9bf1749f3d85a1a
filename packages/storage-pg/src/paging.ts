import { type Page, type PageRequest, planPage, toPage } from '@mishap/core'
import type { Database } from './database.js'

/** A list that is read page by page. Its sort keys are unique together. */
export interface Listing<Row, Item> {
  /** `select … from …`, without condition. */
  readonly select: string
  readonly where: string
  readonly values: readonly unknown[]
  /** Expressions over the columns, with the types of their values in a cursor. */
  readonly keys: readonly { readonly expression: string; readonly type: string }[]
  readonly descending?: boolean
  readonly toItem: (row: Row) => Item
  readonly keyOf: (item: Item) => readonly string[]
}

/** Looks up the page by its place in the order, so rows that come and go elsewhere do not move it. */
export async function readPage<Row, Item>(
  db: Database,
  request: PageRequest,
  listing: Listing<Row, Item>,
): Promise<Page<Item>> {
  const { keys, where, values } = listing
  const plan = planPage(request, keys.length)
  const isDescending = (listing.descending ?? false) !== plan.backwards
  const expressions = keys.map(({ expression }) => expression)
  const bound = keys.map(({ type }, index) => `$${values.length + index + 1}::${type}`)
  const comparison = isDescending ? '<' : '>'
  // The first part once more by itself: partitions are left out by it, not by the comparison of rows.
  const beyond =
    plan.cursor === null
      ? ''
      : `and (${expressions.join(', ')}) ${comparison} (${bound.join(', ')})
         and ${expressions[0]} ${comparison}= ${bound[0]}`
  const found = await db.rows<Row>(
    `${listing.select}
     where ${where} ${beyond}
     order by ${expressions.map((expression) => `${expression} ${isDescending ? 'desc' : 'asc'}`).join(', ')}
     limit ${plan.limit + 1}`,
    [...values, ...(plan.cursor?.key ?? [])],
  )
  return toPage(found.map(listing.toItem), plan, listing.keyOf)
}

/** The page of a list that cannot have anything in it. */
export function emptyPage<Item>(): Page<Item> {
  return { items: [], next: null, previous: null }
}
