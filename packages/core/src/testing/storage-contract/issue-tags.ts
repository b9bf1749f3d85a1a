import { expect, it } from '@jest/globals'
import type { NewEvent } from '../../ports/ingest.js'
import type { TagQuery } from '../../ports/issue-tags.js'
import { NOON } from '../builders.js'
import type { Subject } from './subject.js'
import { aProject, aWorld, UNKNOWN_IDS } from './world.js'

const minutes = (count: number) => new Date(NOON.getTime() + count * 60_000)

/** What completes a search. */
export function issueTagsContract({ storage }: Subject): void {
  const aTaggedWorld = async () => {
    const world = await aWorld(storage())
    const other = await aProject(storage(), world.organizationId)
    const report = (hash: string, at: number, tags: NewEvent['tags'], projectId = world.projectId) =>
      world.issueOf({ hashes: [hash], receivedAt: minutes(at), tags, projectId })
    await report('a', 0, [
      ['browser', 'Chrome 100'],
      ['os', 'Linux'],
    ])
    await report('a', 5, [
      ['browser', 'Chrome 100'],
      ['os', '100% Linux_x'],
    ])
    await report('b', 3, [['browser', 'Firefox']])
    await report(
      'c',
      9,
      [
        ['browser', 'Chrome 100'],
        ['Customer', 'x'],
      ],
      other.id,
    )
    const query = (part: Partial<TagQuery> = {}): TagQuery => ({
      ...{ organizationId: world.organizationId, projectIds: null, contains: '', limit: 100 },
      ...part,
    })
    return { world, other, query }
  }

  it('keys come with the number of their events, the most frequent first', async () => {
    const { other, query } = await aTaggedWorld()
    const { issues } = storage()
    expect(await issues.tagKeys(query())).toEqual([
      { key: 'browser', count: 4 },
      { key: 'os', count: 2 },
      { key: 'Customer', count: 1 },
    ])
    expect(await issues.tagKeys(query({ projectIds: [other.id] }))).toEqual([
      { key: 'Customer', count: 1 },
      { key: 'browser', count: 1 },
    ])
    expect(await issues.tagKeys(query({ contains: 'CUST' }))).toEqual([{ key: 'Customer', count: 1 }])
    expect(await issues.tagKeys(query({ limit: 1 }))).toEqual([{ key: 'browser', count: 4 }])
    for (const contains of ['no', '%', 'a\0']) expect(await issues.tagKeys(query({ contains }))).toEqual([])
  })

  it('values come with the number of their events and their times', async () => {
    const { world, query } = await aTaggedWorld()
    const { issues } = storage()
    const valuesOf = (key: string, part: Partial<TagQuery> = {}) => issues.tagValues({ ...query(part), key })
    const chrome = { value: 'Chrome 100', count: 3, firstSeenAt: minutes(0), lastSeenAt: minutes(9) }
    const firefox = { value: 'Firefox', count: 1, firstSeenAt: minutes(3), lastSeenAt: minutes(3) }
    expect(await valuesOf('browser')).toEqual([chrome, firefox])
    expect(await valuesOf('browser', { contains: 'Fire' })).toEqual([firefox])
    expect(await valuesOf('browser', { contains: 'fOX' })).toEqual([firefox])
    expect(await valuesOf('browser', { contains: 'ome 1', limit: 1 })).toEqual([chrome])
    expect(await valuesOf('browser', { projectIds: [world.projectId] })).toEqual([
      { ...chrome, count: 2, lastSeenAt: minutes(5) },
      firefox,
    ])
    expect((await valuesOf('os', { contains: '0%' })).map(({ value }) => value)).toEqual(['100% Linux_x'])
    expect((await valuesOf('os', { contains: '_' })).map(({ value }) => value)).toEqual(['100% Linux_x'])
    for (const key of ['none', 'x\0', '']) expect(await valuesOf(key)).toEqual([])
  })

  it('of what is merged, deleted or of others nothing is counted twice or at all', async () => {
    const { world, other, query } = await aTaggedWorld()
    const { issues, projects } = storage()
    const listed = await issues.list(
      world.filter({ projectIds: [world.projectId] }),
      { sort: 'last_seen', ascending: true },
      { limit: 10, cursor: null },
    )
    const [target, source] = listed.items.map(({ id }) => id)
    const author = { userId: world.user.id, via: 'api', at: minutes(20) } as const
    await issues.merge(world.organizationId, target ?? '', [source ?? ''], author)
    expect(await issues.tagKeys(query({ contains: 'browser' }))).toEqual([{ key: 'browser', count: 4 }])
    await projects.delete(world.organizationId, other.id)
    expect(await issues.tagKeys(query({ contains: 'browser' }))).toEqual([{ key: 'browser', count: 3 }])
    for (const organizationId of UNKNOWN_IDS) {
      expect(await issues.tagKeys(query({ organizationId }))).toEqual([])
      expect(await issues.tagValues({ ...query({ organizationId }), key: 'browser' })).toEqual([])
    }
    expect(await issues.tagKeys(query({ projectIds: UNKNOWN_IDS }))).toEqual([])
    expect(await issues.tagKeys(query({ projectIds: [] }))).toEqual([])
  })
}
