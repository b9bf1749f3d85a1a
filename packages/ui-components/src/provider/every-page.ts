import type { ListPage, PageQuery } from '@mishap/core/client'

/** As many as a list holds that is read whole. */
export const MOST_ITEMS = 1000
const PAGE = 100

/** A list from its first page to its last, up to a thousand. */
export async function everyPage<T>(read: (page: PageQuery) => Promise<ListPage<T>>): Promise<readonly T[]> {
  const all: T[] = []
  let cursor: string | null = null
  do {
    const page: ListPage<T> = await read({ limit: PAGE, ...(cursor === null ? {} : { cursor }) })
    all.push(...page.items)
    cursor = page.next
  } while (cursor !== null && all.length < MOST_ITEMS)
  return all
}
