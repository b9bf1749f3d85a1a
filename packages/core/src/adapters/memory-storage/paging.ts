import { planPage, toPage } from '../../ports/cursor.js'
import type { Id, Page, PageRequest } from '../../ports/model.js'

type KeyPart = 'text' | 'number'
type SortKey = readonly (string | number)[]

/** How a list is sorted: by keys of the given parts, no two rows having the same. */
export interface Order<T> {
  readonly parts: readonly KeyPart[]
  readonly keyOf: (row: T) => SortKey
  readonly descending?: boolean
}

export function pageOf<T>(rows: Iterable<T>, request: PageRequest, order: Order<T>): Page<T> {
  const plan = planPage(request, order.parts.length)
  const forwards = order.descending === true ? -1 : 1
  const walk = plan.backwards ? -forwards : forwards
  const keyed = [...rows].map((row) => ({ row, key: order.keyOf(row) }))
  keyed.sort((a, b) => walk * compareKeys(a.key, b.key))
  const start = plan.cursor?.key.map((part, index) => (order.parts[index] === 'number' ? Number(part) : part))
  const beyond = start === undefined ? keyed : keyed.filter(({ key }) => walk * compareKeys(key, start) > 0)
  const page = toPage(beyond.slice(0, plan.limit + 1), plan, ({ key }) => key.map(String))
  return { ...page, items: page.items.map(({ row }) => row) }
}

function compareKeys(a: SortKey, b: SortKey): number {
  for (const [index, left] of a.entries()) {
    const right = b[index]
    if (right === undefined || left === right) continue
    return left < right ? -1 : 1
  }
  return 0
}

/** By name without regard to case, then by age. */
export const byName: Order<{ readonly id: Id; readonly name: string }> = {
  parts: ['text', 'number'],
  keyOf: ({ name, id }) => [name.toLowerCase(), Number(id)],
}
