import { AppError } from '@mishap/core'
import type { Queries } from './database.js'

const MOST_TRIES = 50

/**
 * Inserts with `slug` or the first free of `slug-1`, `slug-2`, …. `insert` answers null where another took the slug.
 * `taken` is a statement for the column `slug` of what begins with `$1`.
 */
export async function insertWithSlug<Row>(
  queries: Queries,
  slug: string,
  taken: { readonly text: string; readonly values: readonly unknown[] },
  insert: (slug: string) => Promise<Row | null>,
): Promise<Row> {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const rows = await queries.rows<{ slug: string }>(taken.text, [slug, ...taken.values])
    const row = await insert(freeSlug(slug, new Set(rows.map((one) => one.slug))))
    if (row !== null) return row
  }
  throw new AppError('conflict', `Wanted a slug like ${slug}, found all of them taken`)
}

function freeSlug(slug: string, taken: ReadonlySet<string>): string {
  if (!taken.has(slug)) return slug
  let number = 1
  while (taken.has(`${slug}-${number}`)) number += 1
  return `${slug}-${number}`
}
