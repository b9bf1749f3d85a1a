import { expect, it } from '@jest/globals'
import { minutesAfter, NOON } from '../builders.js'
import type { Subject } from './subject.js'
import { aWorld, found, UNKNOWN_IDS } from './world.js'

export function issueDetailsContract({ storage }: Subject): void {
  it('tags are counted by key and value, the most frequent first', async () => {
    const { issues } = storage()
    const { organizationId, event, persist, issueOf } = await aWorld(storage())
    const hashes = ['a']
    const { id } = await issueOf({ hashes, tags: [['browser', 'Firefox']] })
    const browsers = ['Chrome', 'Chrome', 'Firefox', 'Safari', 'Chrome']
    await persist(
      ...browsers.map((browser, index) =>
        event({
          hashes,
          receivedAt: minutesAfter(NOON, index),
          tags: [
            ['browser', browser],
            ['ä', '🐛'],
          ],
        }),
      ),
    )
    expect(await issues.tags(organizationId, id, { valueLimit: 2 })).toEqual([
      {
        key: 'browser',
        uniqueValues: 3,
        totalValues: 6,
        isSampled: false,
        topValues: [
          { value: 'Chrome', count: 3, lastSeenAt: minutesAfter(NOON, 4) },
          { value: 'Firefox', count: 2, lastSeenAt: minutesAfter(NOON, 2) },
        ],
      },
      {
        key: 'ä',
        uniqueValues: 1,
        totalValues: 5,
        isSampled: false,
        topValues: [{ value: '🐛', count: 5, lastSeenAt: minutesAfter(NOON, 4) }],
      },
    ])
    expect((await issues.tags(organizationId, id, { key: 'browser', valueLimit: 10 })).map((tag) => tag.key)).toEqual([
      'browser',
    ])
    expect(await issues.tags(organizationId, id, { key: 'no such\0key', valueLimit: 10 })).toEqual([])
    expect(await issues.tags(organizationId, id, { key: 'browser', valueLimit: 0 })).toMatchObject([
      { uniqueValues: 3, topValues: [] },
    ])
  })

  it('values that are as frequent stand in their own order', async () => {
    const { issues } = storage()
    const { organizationId, event, persist } = await aWorld(storage())
    const results = await persist(
      ...['b', 'B', 'a', 'ä', 'A'].map((value) => event({ hashes: ['a'], tags: [['k', value]] })),
    )
    const [tag] = await issues.tags(organizationId, results[0]?.issueId ?? '', { valueLimit: 10 })
    expect(tag?.topValues.map(({ value }) => value)).toEqual(['A', 'B', 'a', 'b', 'ä'])
  })

  it('the most frequent values are found among thousands of others', async () => {
    const { issues } = storage()
    const { organizationId, event, persist } = await aWorld(storage())
    const of = (value: string) => event({ hashes: ['a'], tags: [['url', value]] })
    let id = ''
    for (let batch = 0; batch < 6; batch += 1) {
      const rare = Array.from({ length: 250 }, (_, index) => of(`/${batch}/${index}`))
      const [first] = await persist(...rare, of('zz'), ...Array.from({ length: 3 }, () => of('zzz')))
      id = first?.issueId ?? ''
    }
    await persist(...Array.from({ length: 30 }, () => of('zz')))
    const [tag] = await issues.tags(organizationId, id, { key: 'url', valueLimit: 2 })
    expect(tag?.topValues.map(({ value, count }) => [value, count])).toEqual([
      ['zz', 36],
      ['zzz', 18],
    ])
    expect(await issues.topTags(organizationId, [id], ['url'])).toMatchObject([{ value: 'zz', count: 36 }])
  })

  it('the top tag of many issues is asked at once, by issue, then by key', async () => {
    const { issues } = storage()
    const ours = await aWorld(storage())
    const { organizationId, event, persist, issueOf } = ours
    const hashes = ['a']
    const { id } = await issueOf({ hashes, tags: [['browser', 'Safari']] })
    await persist(
      ...['Chrome', 'Firefox', 'Chrome'].map((browser) =>
        event({ hashes, tags: [['browser', browser]], release: '1' }),
      ),
    )
    const other = await issueOf({ tags: [['browser', 'Opera']] })
    const stranger = await (await aWorld(storage())).issueOf({ tags: [['browser', 'Links']] })
    const asked = [other.id, id, stranger.id, id, ...UNKNOWN_IDS]
    expect(await issues.topTags(organizationId, asked, ['release', 'browser', 'no such', 'no\0key'])).toEqual([
      { issueId: other.id, key: 'browser', value: 'Opera', count: 1, total: 1 },
      { issueId: id, key: 'release', value: '1', count: 3, total: 3 },
      { issueId: id, key: 'browser', value: 'Chrome', count: 2, total: 4 },
    ])
    expect(await issues.topTags(organizationId, [], ['browser'])).toEqual([])
    expect(await issues.topTags(organizationId, [id], [])).toEqual([])
  })

  it('events are counted within windows of time, as far as wanted', async () => {
    const { issues } = storage()
    const { organizationId, event, persist } = await aWorld(storage())
    const times = ['13T23:59:59.999Z', '14T00:00:00.000Z', '14T00:59:59.999Z', '14T12:30:00.000Z']
    const received = times.map((time) => new Date(`2026-03-${time}`))
    const [stored] = await persist(...received.map((receivedAt) => event({ hashes: ['a'], receivedAt })))
    const issueId = found(stored).issueId
    const window = (from: string, to: string, id = issueId) => ({
      ...{ issueId: id, from: new Date(`2026-03-${from}Z`), to: new Date(`2026-03-${to}Z`) },
    })
    const windows = [
      window('13T00:00:00', '14T00:00:00'),
      window('13T23:59:59', '14T12:30:00'),
      window('13T23:59:59', '14T12:31:00'),
      window('14T12:31:00', '14T12:30:00'),
      ...UNKNOWN_IDS.map((id) => window('13T00:00:00', '15T00:00:00', id)),
    ]
    expect(await issues.eventsWithin(organizationId, windows, 10)).toEqual([1, 3, 4, 0, ...UNKNOWN_IDS.map(() => 0)])
    expect(await issues.eventsWithin(organizationId, windows.slice(0, 3), 2)).toEqual([1, 2, 2])
    expect(await issues.eventsWithin((await aWorld(storage())).organizationId, windows.slice(0, 1), 2)).toEqual([0])
    expect(await issues.eventsWithin(organizationId, [], 2)).toEqual([])
  })

  it('a series counts events by hour and by day of UTC', async () => {
    const { issues } = storage()
    const { organizationId, event, persist } = await aWorld(storage())
    const times = [
      '2026-03-13T23:59:59.999Z',
      '2026-03-14T00:00:00.000Z',
      '2026-03-14T00:59:59.999Z',
      '2026-03-14T12:30:00.000Z',
    ]
    const results = await persist(...times.map((time) => event({ hashes: ['a'], receivedAt: new Date(time) })))
    const [other] = await persist(event({ receivedAt: new Date('2026-03-14T12:00:00.000Z') }))
    const id = results[0]?.issueId ?? ''
    const series = async (from: string, to: string, bucketSeconds: 3600 | 86400) => {
      const ids = [id, other?.issueId ?? '', ...UNKNOWN_IDS]
      const found = await issues.series(organizationId, ids, { from: new Date(from), to: new Date(to), bucketSeconds })
      return Object.fromEntries(
        [...found].map(([issueId, points]) => [
          issueId === id ? 'a' : 'other',
          points.map(({ at, count }) => `${at.toISOString().slice(0, 13)} ${count}`),
        ]),
      )
    }
    expect(await series('2026-03-13T00:00:00Z', '2026-03-15T00:00:00Z', 3600)).toEqual({
      a: ['2026-03-13T23 1', '2026-03-14T00 2', '2026-03-14T12 1'],
      other: ['2026-03-14T12 1'],
    })
    expect(await series('2026-03-13T00:00:00Z', '2026-03-15T00:00:00Z', 86400)).toEqual({
      a: ['2026-03-13T00 1', '2026-03-14T00 3'],
      other: ['2026-03-14T00 1'],
    })
    expect(await series('2026-03-14T00:30:00Z', '2026-03-14T12:00:00Z', 3600)).toEqual({ a: ['2026-03-14T00 2'] })
    expect(await series('2026-03-13T12:00:00Z', '2026-03-14T00:00:01Z', 86400)).toEqual({
      a: ['2026-03-13T00 1', '2026-03-14T00 3'],
      other: ['2026-03-14T00 1'],
    })
    expect(await series('2020-01-01T00:00:00Z', '2020-01-02T00:00:00Z', 86400)).toEqual({})
  })

  it('details of unknown issues are empty', async () => {
    const { issues } = storage()
    const { organizationId } = await aWorld(storage())
    const query = { from: NOON, to: minutesAfter(NOON, 60), bucketSeconds: 3600 } as const
    for (const id of UNKNOWN_IDS) {
      expect(await issues.get(id)).toBeNull()
      expect(await issues.hashes(organizationId, id)).toEqual([])
      expect(await issues.tags(organizationId, id, { valueLimit: 10 })).toEqual([])
    }
    expect((await issues.series(organizationId, [], query)).size).toBe(0)
  })
}
