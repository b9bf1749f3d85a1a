import { createHash } from 'node:crypto'
import { beforeEach, describe, expect, it } from '@jest/globals'
import type { ThinningCandidate } from '../ports/retention.js'
import { NOON } from '../testing/builders.js'
import { chooseToThin, weightTable } from './thresholds.js'
import { keepWeight } from './weight.js'

const HOUR_MS = 3_600_000

function hoursAgo(hours: number): Date {
  return new Date(NOON.getTime() - hours * HOUR_MS)
}

let made = 0
beforeEach(() => {
  made = 0
})

/** The same luck in every run: how much goes is a matter of chance, and bounded only for nearly all draws. */
function aCandidate(candidate: Partial<ThinningCandidate> = {}): ThinningCandidate {
  made += 1
  const eventId = createHash('md5').update(`event ${made}`).digest('hex')
  return {
    id: idWithLot(eventId.slice(-12)),
    eventId,
    receivedAt: hoursAgo(2),
    bytes: 1000,
    hasPayload: true,
    siblings: 1,
    isPinned: false,
    ...candidate,
  }
}

/** Events of one issue, as many as said, each so many hours ago. */
function ofHours(hours: Readonly<Record<number, number>>): readonly ThinningCandidate[] {
  return Object.entries(hours).flatMap(([ago, siblings]) =>
    Array.from({ length: siblings }, () => aCandidate({ receivedAt: hoursAgo(Number(ago)), siblings })),
  )
}

function thin(candidates: readonly ThinningCandidate[], excess: { events?: number; bytes?: number }) {
  const table = weightTable(NOON)
  for (const candidate of candidates) table.add(candidate)
  return chooseToThin(candidates, table.thresholdsFor({ events: 0, bytes: 0, ...excess }), NOON)
}

const idWithLot = (tail: string) => `00000000-0000-7000-8000-${tail}`

describe('the weight of an event', () => {
  it.each([
    ['the luckiest half draws at least 1', idWithLot('7fffffffffff'), 1, 0, 1],
    ['whoever draws the least has 0', idWithLot('ffffffffffff'), 1, 0, 0],
    ['one in 65,536 draws 16', idWithLot('0000ffffffff'), 1, 0, 16],
    ['twice the siblings cost 1', idWithLot('7fffffffffff'), 2, 0, 0],
    ['a thousand siblings cost 10', idWithLot('ffffffffffff'), 1024, 0, -10],
    ['an hour costs 1', idWithLot('ffffffffffff'), 1, 1, -1],
    ['three hours cost 2', idWithLot('ffffffffffff'), 1, 3, -2],
    ['six weeks cost 10', idWithLot('ffffffffffff'), 1, 1023, -10],
    ['a clock that was set back costs nothing', idWithLot('ffffffffffff'), 1, -5, 0],
    ['an hour that nobody counted is one of one event', idWithLot('ffffffffffff'), 0, 0, 0],
  ])('%s', (_, id, siblings, hours, expected) => {
    expect(keepWeight({ id, siblings, receivedAt: hoursAgo(hours) }, NOON)).toBeCloseTo(expected, 9)
  })
})

describe('thinning out', () => {
  it('removes about what is too much, and no more than a step beyond', () => {
    const candidates = ofHours({ 2: 4000, 30: 4000 })
    const { payloads, rows } = thin(candidates, { bytes: 4_000_000 })
    expect(rows).toEqual([])
    expect(payloads.length).toBeGreaterThanOrEqual(4000)
    expect(payloads.length).toBeLessThan(4400)
  })

  it('leaves a rare issue alone while a busy one pays', () => {
    const rare = ofHours({ 5: 2, 200: 3 })
    const { payloads } = thin([...rare, ...ofHours({ 5: 5000 })], { bytes: 4_500_000 })
    expect(payloads.filter((one) => rare.some(({ eventId }) => eventId === one.eventId))).toEqual([])
  })

  it('leaves as many events of each doubling of age', () => {
    const hours = Array.from({ length: 64 }, (_, index) => [index + 1, 400] as const)
    const candidates = ofHours(Object.fromEntries(hours))
    const { payloads } = thin(candidates, { bytes: 0.97 * 400 * 64 * 1000 })
    const gone = new Set(payloads.map(({ eventId }) => eventId))
    const leftBetween = (from: number, to: number) =>
      candidates.filter(
        ({ eventId, receivedAt }) => !gone.has(eventId) && receivedAt > hoursAgo(to) && receivedAt <= hoursAgo(from),
      ).length
    const octaves = [4, 8, 16, 32].map((from) => leftBetween(from, 2 * from))
    const mean = octaves.reduce((sum, left) => sum + left, 0) / octaves.length
    expect(mean).toBeGreaterThan(50)
    for (const left of octaves) expect(Math.abs(left - mean)).toBeLessThan(6 * Math.sqrt(mean))
  })

  it('never removes the first, the latest and those beside a regression', () => {
    const pinned = ofHours({ 100: 500 }).map((one) => ({ ...one, isPinned: true }))
    const { payloads, rows } = thin([...pinned, ...ofHours({ 3: 10 })], { bytes: 1e9, events: 1e9 })
    expect(payloads).toEqual([])
    expect(rows).toHaveLength(10)
  })

  it('takes the payload before the row: whoever loses its row is lighter than those who keep theirs', () => {
    const candidates = ofHours({ 10: 1000 })
    const { payloads, rows } = thin(candidates, { events: 300, bytes: 700_000 })
    expect(rows.length).toBeGreaterThanOrEqual(300)
    expect(rows.length).toBeLessThan(400)
    expect(payloads.length + rows.length).toBeGreaterThanOrEqual(700)
    const weightOf = (one: { eventId: string }) =>
      keepWeight(candidates.find(({ eventId }) => eventId === one.eventId) as ThinningCandidate, NOON)
    expect(Math.max(...rows.map(weightOf))).toBeLessThanOrEqual(Math.min(...payloads.map(weightOf)) + 1 / 8)
  })

  it('leaves rows of the last hour, for their events may be delivered once more', () => {
    const candidates = ofHours({ 0.5: 100, 4: 100 })
    const { rows } = thin(candidates, { events: 1e9 })
    expect(rows).toHaveLength(100)
    for (const { receivedAt } of rows) expect(receivedAt).toEqual(hoursAgo(4))
  })

  it('goes on where it was left: what was removed once is what would be removed again', () => {
    const candidates = ofHours({ 3: 2000 })
    const first = new Set(thin(candidates, { bytes: 1_000_000 }).payloads.map(({ eventId }) => eventId))
    const left = candidates.map((one) => (first.has(one.eventId) ? { ...one, bytes: 0, hasPayload: false } : one))
    const second = thin(left, { bytes: 500_000 }).payloads
    expect(second.length).toBeGreaterThanOrEqual(500)
    const all = new Set(thin(candidates, { bytes: 1_500_000 }).payloads.map(({ eventId }) => eventId))
    const both = [...first, ...second.map(({ eventId }) => eventId)]
    expect(both.filter((eventId) => !all.has(eventId)).length).toBeLessThan(100)
  })

  it('of nothing too much removes nothing', () => {
    expect(thin(ofHours({ 5: 100 }), {})).toEqual({ payloads: [], rows: [] })
  })
})
