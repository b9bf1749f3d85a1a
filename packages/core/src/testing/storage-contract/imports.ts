import { expect, it } from '@jest/globals'
import { minutesAfter, NOON } from '../builders.js'
import type { Subject } from './subject.js'
import { aWorld, expectCode, found, UNKNOWN_IDS } from './world.js'

export function importsContract({ storage }: Subject): void {
  const aPlace = async () => {
    const world = await aWorld(storage())
    return { world, place: { organizationId: world.organizationId, source: 'old.example/acme', kind: 'issue' } }
  }

  it('what was brought is known by its id at the source, as it was said last', async () => {
    const { imports } = storage()
    const { place } = await aPlace()
    expect((await imports.find(place, ['7', '8'])).size).toBe(0)
    await imports.set(place, { remoteId: '7', localId: '1', state: { a: 1 } })
    await imports.set(place, { remoteId: '7', localId: '2', state: { b: ['ä'] } })
    expect([...(await imports.find(place, ['7', '8', 'x\0']))]).toEqual([
      ['7', { remoteId: '7', localId: '2', state: { b: ['ä'] } }],
    ])
    expect((await imports.find(place, [])).size).toBe(0)
  })

  it('other sources, kinds and organizations have marks of their own, which go with the organization', async () => {
    const { imports, organizations } = storage()
    const { place } = await aPlace()
    const { place: foreign } = await aPlace()
    await imports.set(place, { remoteId: '7', localId: '1', state: {} })
    for (const other of [{ ...place, source: 'new.example/acme' }, { ...place, kind: 'project' }, foreign])
      expect((await imports.find(other, ['7'])).size).toBe(0)
    await organizations.delete(place.organizationId)
    expect((await imports.find(place, ['7'])).size).toBe(0)
    for (const organizationId of [...UNKNOWN_IDS, place.organizationId]) {
      await expectCode(
        imports.set({ ...place, organizationId }, { remoteId: '7', localId: '1', state: {} }),
        'not_found',
      )
      expect((await imports.find({ ...place, organizationId }, ['7'])).size).toBe(0)
    }
  })

  it('an issue is given what it had at its source once, however many say so', async () => {
    const { imports, issues } = storage()
    const { world, place } = await aPlace()
    const issue = await world.issueOf({ receivedAt: NOON, timestamp: NOON })
    const firstSeenAt = minutesAfter(NOON, -600)
    const carry = (events: number) =>
      imports.carryIssue(place, { remoteId: '7', localId: issue.id, state: { events }, events, firstSeenAt })
    expect(await Promise.all(Array.from({ length: 8 }, () => carry(41)))).toEqual(Array(8).fill(true))
    expect(found(await issues.get(issue.id))).toMatchObject({ count: 42, firstSeenAt, lastSeenAt: NOON })
    expect(await carry(50)).toBe(true)
    expect(found(await issues.get(issue.id)).count).toBe(51)
    expect((await imports.find(place, ['7'])).get('7')).toEqual({
      ...{ remoteId: '7', localId: issue.id, state: { events: 50 } },
    })
    const later = { remoteId: '8', localId: issue.id, state: {}, events: 2, firstSeenAt: minutesAfter(NOON, 5) }
    expect(await imports.carryIssue(place, later)).toBe(true)
    expect(found(await issues.get(issue.id))).toMatchObject({ count: 53, firstSeenAt })
  })

  it("what is no issue of the organization's is given nothing", async () => {
    const { imports, issues } = storage()
    const { place } = await aPlace()
    const { world } = await aPlace()
    const foreign = await world.issueOf()
    const carry = (localId: string) =>
      imports.carryIssue(place, { remoteId: '7', localId, state: {}, events: 5, firstSeenAt: NOON })
    for (const id of [...UNKNOWN_IDS, foreign.id]) expect(await carry(id)).toBe(false)
    expect((await imports.find(place, ['7'])).size).toBe(0)
    expect(await issues.get(foreign.id)).toEqual(foreign)
  })
}
