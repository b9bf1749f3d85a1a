import { expect, it } from '@jest/globals'
import { uuidv7 } from '../../protocol/ids.js'
import { minutesAfter, NOON } from '../builders.js'
import type { Subject } from './subject.js'
import { ALL, aWorld, found, UNKNOWN_IDS, walk } from './world.js'

export function eventsContract({ storage }: Subject): void {
  /** Seven events of one issue over three days, oldest first, two of them in the same millisecond. */
  const days = async () => {
    const world = await aWorld(storage())
    const minutes = [-1500, -721, -720, 0, 0, 30, 720]
    const batch = minutes.map((minute) => world.event({ hashes: ['a'], receivedAt: minutesAfter(NOON, minute) }))
    const results = await world.persist(...batch.slice(3), ...batch.slice(0, 3))
    const inOrder = [...batch].sort((a, b) => a.receivedAt.getTime() - b.receivedAt.getTime() || (a.id < b.id ? -1 : 1))
    return { ...world, issueId: found(results[0]).issueId, eventIds: inOrder.map((event) => event.eventId), inOrder }
  }

  it('an event comes back with all its columns', async () => {
    const { events } = storage()
    const { organizationId, event, persist } = await aWorld(storage())
    const stored = event({
      level: 'warning',
      type: 'csp',
      title: 'Blöcked 🐛',
      environment: 'prod',
      release: '1.0',
      timestamp: new Date('2026-03-14T11:59:58.765Z'),
      payload: new TextEncoder().encode('{"a":"ü"}'),
    })
    const [result] = await persist(stored)
    const { issueId } = found(result)
    const back = found(await events.find(organizationId, { issueId }, 'latest'))
    const { hashes, metadata, tags, userKey, searchText, message, payload, ...columns } = stored
    expect(back).toEqual({ ...columns, issueId, payload: expect.any(Uint8Array), payloadRemovedAt: null })
    expect(new TextDecoder().decode(back.payload)).toBe('{"a":"ü"}')
  })

  it('are listed newest received first, over days, of an issue and of a project', async () => {
    const { events } = storage()
    const { organizationId, projectId, issueId, eventIds, event, persist } = await days()
    const newestFirst = [...eventIds].reverse()
    const ofIssue = await walk((page) => events.listForIssue(organizationId, issueId, page), 2)
    expect(ofIssue.map((one) => one.eventId)).toEqual(newestFirst)
    const other = event({ receivedAt: minutesAfter(NOON, 1) })
    await persist(other)
    const ofProject = await walk((page) => events.listForProject(organizationId, projectId, page), 3)
    expect(ofProject.map((one) => one.eventId)).toEqual([
      ...newestFirst.slice(0, 2),
      other.eventId,
      ...newestFirst.slice(2),
    ])
  })

  it('of an issue those of a time are listed, from its first moment to before its last', async () => {
    const { events } = storage()
    const { organizationId, issueId } = await days()
    const all = (await events.listForIssue(organizationId, issueId, ALL)).items
    const [from, before] = [found(all[4]).receivedAt, found(all[1]).receivedAt]
    const idsOf = async (span: { readonly from?: Date; readonly before?: Date }) =>
      (await walk((page) => events.listForIssue(organizationId, issueId, page, span), 2)).map(({ id }) => id)
    const ids = all.map(({ id }) => id)
    expect(await idsOf({ from, before })).toEqual(ids.slice(2, 5))
    expect(await idsOf({ from })).toEqual(ids.slice(0, 5))
    expect(await idsOf({ before })).toEqual(ids.slice(2))
    expect(await idsOf({ from: before, before: from })).toEqual([])
  })

  it('pages stay right while events come in', async () => {
    const { events } = storage()
    const { organizationId, issueId, eventIds, event, persist } = await days()
    const list = (cursor: string | null) => events.listForIssue(organizationId, issueId, { limit: 3, cursor })
    const first = await list(null)
    const newer = event({ hashes: ['a'], receivedAt: minutesAfter(NOON, 2000) })
    await persist(newer)
    const second = await list(first.next)
    expect(second.items.map((one) => one.eventId)).toEqual([...eventIds].reverse().slice(3, 6))
    expect((await list(second.previous)).items).toEqual(first.items)
    const top = await list((await list(second.previous)).previous)
    expect(top.items.map((one) => one.eventId)).toEqual([newer.eventId])
  })

  it('latest and oldest go by receipt', async () => {
    const { events } = storage()
    const { organizationId, projectId, issueId, eventIds } = await days()
    for (const scope of [{ issueId }, { projectId }]) {
      expect((await events.find(organizationId, scope, 'latest'))?.eventId).toBe(eventIds[6])
      expect((await events.find(organizationId, scope, 'oldest'))?.eventId).toBe(eventIds[0])
    }
  })

  it('an event is found by its id or ours, with or without dashes, in either case', async () => {
    const { events } = storage()
    const { organizationId, projectId, issueId, inOrder } = await days()
    for (const { id, eventId } of inOrder) {
      const dashed = eventId.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
      for (const which of [eventId, dashed, eventId.toUpperCase(), id, id.replaceAll('-', '')])
        for (const scope of [{ issueId }, { projectId }])
          expect((await events.find(organizationId, scope, which))?.id).toBe(id)
      expect(await events.issueOfEvent(organizationId, dashed)).toBe(issueId)
      expect(await events.issueOfEvent(organizationId, id)).toBe(issueId)
    }
  })

  it('an event of another issue is not found in this one', async () => {
    const { events } = storage()
    const { organizationId, issueId, event, persist } = await days()
    const other = event()
    await persist(other)
    expect(await events.find(organizationId, { issueId }, other.eventId)).toBeNull()
    expect(await events.find(organizationId, { issueId }, other.id)).toBeNull()
  })

  it('neighbours are the events received just before and just after in the issue', async () => {
    const { events } = storage()
    const { organizationId, issueId, eventIds, event, persist } = await days()
    await persist(event({ receivedAt: minutesAfter(NOON, 1) }))
    for (const [index, eventId] of eventIds.entries()) {
      const stored = found(await events.find(organizationId, { issueId }, eventId))
      expect(await events.neighbours(stored)).toEqual({
        previous: eventIds[index - 1] ?? null,
        next: eventIds[index + 1] ?? null,
      })
    }
  })

  it('each event knows its place among the stored events of its issue', async () => {
    const { events } = storage()
    const { organizationId, issueId, eventIds, event, persist } = await days()
    await persist(event({ receivedAt: minutesAfter(NOON, 1) }))
    const [first, last] = [eventIds[0], eventIds.at(-1)]
    for (const [index, eventId] of eventIds.entries()) {
      const stored = found(await events.find(organizationId, { issueId }, eventId))
      expect(await events.placeOf(stored)).toEqual({ first, last, total: eventIds.length, ordinal: index + 1 })
    }
  })

  it('those beside an event come the nearest first, and only so many', async () => {
    const { events } = storage()
    const { organizationId, issueId, eventIds, event, persist } = await days()
    await persist(event({ receivedAt: minutesAfter(NOON, 1) }))
    const stored = found(await events.find(organizationId, { issueId }, eventIds[3] ?? ''))
    const ids = async (side: 'older' | 'newer', limit: number) =>
      (await events.beside(stored, side, limit)).map((one) => one.eventId)
    expect(await ids('older', 100)).toEqual(eventIds.slice(0, 3).reverse())
    expect(await ids('newer', 100)).toEqual(eventIds.slice(4))
    expect(await ids('older', 2)).toEqual([eventIds[2], eventIds[1]])
    expect(await ids('newer', 1)).toEqual([eventIds[4]])
  })

  it('places of thousands of events over hours are told as well', async () => {
    const { events } = storage()
    const { organizationId, event, persist } = await aWorld(storage())
    const [hours, each] = [5, 500]
    const ids: string[] = []
    for (let hour = 0; hour < hours; hour += 1) {
      const batch = Array.from({ length: each }, (_, at) =>
        event({ hashes: ['a'], receivedAt: new Date(minutesAfter(NOON, hour * 60).getTime() + at) }),
      )
      await persist(...batch)
      ids.push(...batch.map(({ eventId }) => eventId))
    }
    const issueId = found(await events.issueOfEvent(organizationId, ids[0] ?? ''))
    for (const at of [0, 1, 700, 2000, 2300, ids.length - 1]) {
      const stored = found(await events.find(organizationId, { issueId }, ids[at] ?? ''))
      const place = { first: ids[0], last: ids.at(-1), total: hours * each, ordinal: at + 1 }
      expect(await events.placeOf(stored)).toEqual(place)
    }
  })

  it('unknown ids and nonsense are nothing', async () => {
    const { events } = storage()
    const { organizationId, projectId, issueId } = await days()
    const nonsense = [
      '',
      'x',
      'newest',
      `${'f'.repeat(31)}g`,
      'f'.repeat(33),
      "' or 1=1",
      'a\0',
      uuidv7(NOON),
      'f'.repeat(32),
    ]
    for (const which of [...nonsense, 'ffffffff-ffff-7fff-bfff-ffffffffffff']) {
      expect(await events.find(organizationId, { issueId }, which)).toBeNull()
      expect(await events.find(organizationId, { projectId }, which)).toBeNull()
      expect(await events.issueOfEvent(organizationId, which)).toBeNull()
    }
    for (const id of UNKNOWN_IDS) {
      expect(await events.find(organizationId, { issueId: id }, 'latest')).toBeNull()
      expect(await events.find(id, { issueId }, 'latest')).toBeNull()
      expect((await events.listForIssue(organizationId, id, ALL)).items).toEqual([])
      expect((await events.listForProject(organizationId, id, ALL)).items).toEqual([])
      const nobody = { organizationId, issueId: id, id: uuidv7(NOON), receivedAt: NOON }
      expect(await events.neighbours(nobody)).toEqual({ previous: null, next: null })
      expect(await events.beside(nobody, 'older', 10)).toEqual([])
      expect(await events.placeOf(nobody)).toEqual({ first: null, last: null, total: 0, ordinal: null })
    }
  })
}
