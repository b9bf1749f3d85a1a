import type { ListPage, PageQuery } from '@mishap/core/client'

/** A page of a list that is at hand; its cursor is a place in the list. */
export function pageOf<T>(all: readonly T[], page: PageQuery = {}): ListPage<T> {
  const limit = page.limit ?? 50
  const start = Number(page.cursor ?? 0)
  return {
    items: all.slice(start, start + limit),
    next: start + limit < all.length ? String(start + limit) : null,
    previous: start > 0 ? String(Math.max(0, start - limit)) : null,
    hits: Math.min(all.length, 1000),
  }
}
