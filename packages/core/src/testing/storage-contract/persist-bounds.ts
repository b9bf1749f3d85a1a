import { expect, it } from '@jest/globals'
import { EVENT_BOUNDS } from '../../ports/bounds.js'
import type { Subject } from './subject.js'
import { ALL, aWorld, expectCode, found } from './world.js'

export function persistBoundsContract({ storage }: Subject): void {
  it('columns that are too long are cut, and NUL and lone surrogates are taken out', async () => {
    const { issues, events } = storage()
    const { organizationId, event, persist } = await aWorld(storage())
    // Not as a literal: bundlers stumble over a lone surrogate before a whole one.
    const long = `\0${String.fromCharCode(0xd800)}🐛`.repeat(3000)
    const [result] = await persist(
      event({
        hashes: [long, `x${long}`],
        title: long,
        culprit: long,
        metadata: { type: long, value: long, isUnhandled: true },
        platform: long,
        environment: long,
        release: long,
        tags: [
          [long, long],
          ['nul\0', 'a\0b'],
        ],
        userKey: long,
        searchText: long,
      }),
    )
    const { issueId } = found(result)
    const issue = found(await issues.get(issueId))
    const stored = found(await events.find(organizationId, { issueId }, 'latest'))
    for (const text of [issue.title, issue.culprit, stored.release, stored.environment, issue.metadata.value]) {
      expect(text).toMatch(/^\ufffd🐛/)
      expect(text).not.toMatch(/[\0\ud800-\udfff]/u)
    }
    expect(issue.title.length).toBeLessThanOrEqual(EVENT_BOUNDS.title)
    expect(issue.metadata.isUnhandled).toBe(true)
    const tags = await issues.tags(organizationId, issueId, { valueLimit: 10 })
    expect(tags.find((tag) => tag.key === 'nul')?.topValues[0]?.value).toBe('ab')
  })

  it('more tags than a hundred are dropped; environment and release never are', async () => {
    const { issues } = storage()
    const { organizationId, issueOf } = await aWorld(storage())
    const tags = Array.from({ length: 300 }, (_, index) => [`key${index}`, 'v'] as const)
    const { id } = await issueOf({ tags, environment: 'prod', release: '1.0' })
    const keys = (await issues.tags(organizationId, id, { valueLimit: 1 })).map((tag) => tag.key)
    expect(keys).toHaveLength(100)
    expect(keys).toEqual(expect.arrayContaining(['environment', 'release', 'key0']))
  })

  it('a tag key that comes twice counts once, and an empty one not at all', async () => {
    const { issues } = storage()
    const { organizationId, issueOf } = await aWorld(storage())
    const { id } = await issueOf({
      environment: 'prod',
      tags: [
        ['a', '1'],
        ['a', '2'],
        ['environment', 'prod'],
        ['', 'x'],
        ['empty', ''],
      ],
    })
    const tags = await issues.tags(organizationId, id, { valueLimit: 10 })
    expect(tags.map((tag) => [tag.key, tag.totalValues, tag.topValues[0]?.value])).toEqual([
      ['a', 1, '1'],
      ['empty', 1, ''],
      ['environment', 1, 'prod'],
    ])
  })

  it('payloads of any bytes and sizes come back as they were', async () => {
    const { events } = storage()
    const { organizationId, projectId, event, persist } = await aWorld(storage())
    const payloads = [0, 1, 1999, 2100, 300_000].map((length) =>
      Uint8Array.from({ length }, (_, index) => (index * 7919) % 256),
    )
    const batch = payloads.map((payload) => event({ payload, payloadEncoding: 'br' }))
    await persist(...batch)
    for (const [index, { eventId }] of batch.entries()) {
      const stored = found(await events.find(organizationId, { projectId }, eventId))
      expect(Buffer.from(stored.payload).equals(Buffer.from(payloads[index] as Uint8Array))).toBe(true)
      expect(stored.payloadEncoding).toBe('br')
    }
  })

  it('a timestamp that no calendar holds becomes the time of receipt', async () => {
    const { events } = storage()
    const { organizationId, projectId, event, persist } = await aWorld(storage())
    const times = [new Date(8.64e15), new Date(-8.64e15), new Date(Number.NaN)]
    const batch = times.map((timestamp) => event({ timestamp }))
    await persist(...batch)
    const { items } = await events.listForProject(organizationId, projectId, ALL)
    for (const item of items) expect(item.timestamp).toEqual(item.receivedAt)
  })

  it('ids and dates that no ingest stage makes are refused', async () => {
    const { event, persist, filter } = await aWorld(storage())
    await expectCode(persist(event(), event({ eventId: 'nonsense' })), 'invalid_input')
    await expectCode(persist(event({ id: 'nonsense' })), 'invalid_input')
    await expectCode(persist(event({ hashes: [] })), 'invalid_input')
    await expectCode(persist(event({ receivedAt: new Date(Number.NaN), id: event().id })), 'invalid_input')
    expect(await storage().issues.count(filter(), 10)).toBe(0)
  })

  it('the search text of an issue stays bounded', async () => {
    const { issues } = storage()
    const { event, persist, filter } = await aWorld(storage())
    const word = (index: number) => `word${index}x`
    for (let index = 0; index < 12; index += 1)
      await persist(event({ hashes: ['a'], searchText: `${word(index)} ${'y'.repeat(1000)}${index}` }))
    const finds = async (index: number) => issues.count(filter({ text: [word(index)] }), 1)
    expect(await finds(0)).toBe(1)
    expect(await finds(2)).toBe(1)
    expect(await finds(11)).toBe(0)
  })
}
