import { describe, expect, it } from '@jest/globals'
import { explainGrouping, GROUPING_VERSIONS, groupEvent } from '../src/grouping/index.js'
import { LABELLED } from './labelled/index.js'
import { measureQuality } from './labelled/quality.js'
import { normalized } from './normalized.js'

const events = LABELLED.flatMap(({ name, events }) => events.map((event, at) => [`${name} #${at}`, event] as const))

describe.each(GROUPING_VERSIONS)('the engine %s', (version) => {
  it.each(events)('groups alike however often and in whatever order of keys: %s', (_name, event) => {
    const { hashes } = groupEvent(normalized(event), { version })
    expect(groupEvent(normalized(structuredClone(event)), { version }).hashes).toEqual(hashes)
    expect(groupEvent(normalized(reordered(event)), { version }).hashes).toEqual(hashes)
    expect(explainGrouping(normalized(event), { version }).hashes).toEqual(hashes)
  })
})

describe('the newest engine', () => {
  it('keeps apart what is not one bug, and together what is, better than those before', () => {
    const [first, newest] = [measureQuality('g0'), measureQuality('g1')]
    expect(newest.precision).toBeGreaterThanOrEqual(0.97)
    expect(newest.recall).toBeGreaterThanOrEqual(0.9)
    expect(newest.precision).toBeGreaterThan(first.precision)
    expect(newest.recall).toBeGreaterThan(first.recall)
  })
})

/** The same JSON with the keys of every object the other way round. */
function reordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reordered)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).reverse()
  return Object.fromEntries(entries.map(([key, entry]) => [key, reordered(entry)]))
}
