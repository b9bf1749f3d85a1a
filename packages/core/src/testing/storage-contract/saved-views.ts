import { expect, it } from '@jest/globals'
import type { Id } from '../../ports/model.js'
import { SAVED_VIEW_BOUNDS, type SavedViewFields } from '../../ports/saved-views.js'
import type { Subject } from './subject.js'
import { aUser, aWorld, found, UNKNOWN_IDS } from './world.js'

export function savedViewsContract({ storage }: Subject): void {
  const names = async (organizationId: Id, userId: Id) =>
    (await storage().savedViews.list(organizationId, userId)).map((view) => view.name)

  it('keep every field, also of odd texts', async () => {
    const { savedViews } = storage()
    const { organizationId, user } = await aWorld(storage())
    const fields = aView({
      name: 'Ünïcode "quoted" \\',
      query: 'is:unresolved "a b" level:[error, fatal]',
      sort: '-trend',
      projectIds: ['12', '3'],
      environments: ['prod', 'staging, "eu"'],
      columns: ['title', 'tag:browser.name'],
      position: 7,
    })
    const made = await savedViews.create(organizationId, user.id, fields)
    expect(made).toEqual({ ...fields, id: made.id, organizationId, ownerId: user.id, createdAt: expect.any(Date) })
    expect(await savedViews.get(organizationId, made.id)).toEqual(made)
    expect(await savedViews.list(organizationId, user.id)).toEqual([made])
  })

  it('are cut to their bounds, without what cannot be stored', async () => {
    const { savedViews } = storage()
    const { organizationId, user } = await aWorld(storage())
    const long = 'x'.repeat(5000)
    const many = Array.from({ length: 500 }, (_, index) => `${index}`)
    const made = await savedViews.create(
      organizationId,
      user.id,
      aView({ name: `a\0${long}`, query: long, environments: [long], columns: many, projectIds: many }),
    )
    expect(made.name).toBe(`a${'x'.repeat(SAVED_VIEW_BOUNDS.name - 2)}`)
    expect([made.query.length, made.environments[0]?.length]).toEqual([
      SAVED_VIEW_BOUNDS.query,
      SAVED_VIEW_BOUNDS.environment,
    ])
    expect([made.columns.length, made.projectIds.length]).toEqual([
      SAVED_VIEW_BOUNDS.columns,
      SAVED_VIEW_BOUNDS.projects,
    ])
  })

  it('of one user are not listed for another; shared ones are, by position, then by age', async () => {
    const { savedViews } = storage()
    const { organizationId, user } = await aWorld(storage())
    const other = await aUser(storage())
    await savedViews.create(organizationId, user.id, aView({ name: 'mine' }))
    await savedViews.create(organizationId, user.id, aView({ name: 'ours', isShared: true }))
    await savedViews.create(organizationId, other.id, aView({ name: 'theirs' }))
    await savedViews.create(organizationId, other.id, aView({ name: 'first', isShared: true, position: 0 }))
    expect(await names(organizationId, user.id)).toEqual(['mine', 'first', 'ours'])
    expect(await names(organizationId, other.id)).toEqual(['first', 'ours', 'theirs'])
  })

  it('change in what is given', async () => {
    const { savedViews } = storage()
    const { organizationId, user } = await aWorld(storage())
    const other = await aUser(storage())
    const made = await savedViews.create(organizationId, user.id, aView())
    const change = { name: 'New', isShared: true, columns: [], position: 3 }
    expect(await savedViews.update(organizationId, made.id, change)).toEqual({ ...made, ...change })
    expect(await names(organizationId, other.id)).toEqual(['New'])
    expect(await savedViews.update(organizationId, made.id, {})).toEqual({ ...made, ...change })
    expect(await savedViews.update(organizationId, made.id, { isShared: false })).toMatchObject({ isShared: false })
    expect(await names(organizationId, other.id)).toEqual([])
  })

  it('are deleted once', async () => {
    const { savedViews } = storage()
    const { organizationId, user } = await aWorld(storage())
    const { id } = await savedViews.create(organizationId, user.id, aView())
    expect(await savedViews.delete(organizationId, id)).toBe(true)
    expect(await savedViews.delete(organizationId, id)).toBe(false)
    expect(await savedViews.get(organizationId, id)).toBeNull()
  })

  it('are bounded in number, also when many are made at once', async () => {
    const { savedViews } = storage()
    const { organizationId, user } = await aWorld(storage())
    const { personal } = SAVED_VIEW_BOUNDS
    const made = await Promise.allSettled(
      Array.from({ length: personal + 10 }, () => savedViews.create(organizationId, user.id, aView())),
    )
    const refused = made.flatMap((one) => (one.status === 'rejected' ? [one.reason.code] : []))
    expect(refused).toEqual(Array(10).fill('conflict'))
    const shared = await savedViews.create(organizationId, user.id, aView({ isShared: true }))
    await expect(savedViews.update(organizationId, shared.id, { isShared: false })).rejects.toMatchObject({
      code: 'conflict',
    })
    expect(await savedViews.list(organizationId, user.id)).toHaveLength(personal + 1)
  })

  it('of another organization cannot be reached, and go with their own', async () => {
    const { savedViews, organizations } = storage()
    const [ours, theirs] = [await aWorld(storage()), await aWorld(storage())]
    const { id } = await savedViews.create(theirs.organizationId, theirs.user.id, aView({ isShared: true }))
    expect(await savedViews.get(ours.organizationId, id)).toBeNull()
    expect(await savedViews.update(ours.organizationId, id, { name: 'x' })).toBeNull()
    expect(await savedViews.delete(ours.organizationId, id)).toBe(false)
    expect(await savedViews.list(ours.organizationId, theirs.user.id)).toEqual([])
    for (const unknown of UNKNOWN_IDS) {
      expect(await savedViews.get(theirs.organizationId, unknown)).toBeNull()
      expect(await savedViews.list(unknown, theirs.user.id)).toEqual([])
      expect(await savedViews.delete(theirs.organizationId, unknown)).toBe(false)
    }
    expect(found(await savedViews.get(theirs.organizationId, id)).id).toBe(id)
    await organizations.delete(theirs.organizationId)
    expect(await savedViews.list(theirs.organizationId, theirs.user.id)).toEqual([])
  })
}

function aView(fields: Partial<SavedViewFields> = {}): Omit<SavedViewFields, 'position'> {
  return {
    isShared: false,
    name: 'Crashes',
    query: 'level:fatal',
    sort: '-last_seen',
    projectIds: [],
    environments: [],
    columns: [],
    ...fields,
  }
}
