import { expect, it } from '@jest/globals'
import type { Author } from '../../ports/issue-state.js'
import type { Id } from '../../ports/model.js'
import type { MonitorSetup } from '../../ports/monitors.js'
import { newEventId } from '../../protocol/ids.js'
import { NO_RELATIONS } from '../../uptime/relations.js'
import { minutesAfter, NOON } from '../builders.js'
import type { Subject } from './subject.js'
import { ALL, aKey, aName, aProject, aUser, aWorld, expectCode, found, UNKNOWN_IDS, type World } from './world.js'

const BY: Author = { userId: null, via: 'system', at: NOON }
const DAY_MINUTES = 24 * 60

/** Projects that are handed to another organization. */
export function projectMovesContract({ storage }: Subject): void {
  const settle = async () => {
    while (await storage().projects.followMoves());
  }
  const move = (from: World, to: World, teamId: Id | null = null) =>
    storage().projects.move(from.organizationId, from.projectId, { organizationId: to.organizationId, teamId })
  const outcomesOf = async ({ storage: { ingest } }: World, organizationId: Id) =>
    (
      await ingest.outcomes({
        organizationId,
        projectIds: null,
        from: minutesAfter(NOON, -30 * DAY_MINUTES),
        to: minutesAfter(NOON, DAY_MINUTES),
      })
    )
      .filter(({ category }) => category === 'error')
      .reduce((sum, { quantity }) => sum + quantity, 0)
  const tagged = (text: string, more: object = {}) => ({
    ...{ tags: [['browser', text]] as const, userKey: `id:${text}`, environment: 'prod', release: 'shop@1.0' },
    ...more,
  })

  it('id, keys, issues, events and counts are those of the other organization, and nothing is left behind', async () => {
    const [from, to] = [await aWorld(storage()), await aWorld(storage())]
    const { projects, issues, events, ingest } = storage()
    const hashes = ['one']
    const issue = await from.issueOf({ hashes, ...tagged('a') })
    await from.persist(from.event({ hashes, ...tagged('b'), receivedAt: minutesAfter(NOON, -2 * DAY_MINUTES) }))
    await projects.setOwnership(from.organizationId, from.projectId, 'path:* #web')
    await projects.updateGroupingSettings(from.organizationId, from.projectId, { fingerprintRules: 'x -> y' })
    const [key] = (await projects.listKeys(from.organizationId, from.projectId, ALL)).items
    const given = await projects.createKey({ ...found(key), ...aKey(), name: '' })
    await projects.deleteKey(from.organizationId, from.projectId, given.id)
    const before = await issues.get(issue.id)
    const usage = await storage().retention.usage(from.organizationId, from.projectId)

    const moved = found(await move(from, to))
    await settle()
    expect(moved).toMatchObject({ id: from.projectId, organizationId: to.organizationId, slug: from.project.slug })
    expect(await projects.get(from.organizationId, from.projectId)).toBeNull()
    expect(await projects.organizationOf(from.projectId)).toBe(to.organizationId)
    expect(await projects.ownership(to.organizationId, from.projectId)).toBe('path:* #web')
    expect(await projects.groupingSettings(to.organizationId, from.projectId)).toMatchObject({
      fingerprintRules: 'x -> y',
    })
    const [target] = await projects.findKeyTargets([found(key).publicKey])
    expect(target).toMatchObject({ organizationId: to.organizationId, projectId: from.projectId })
    expect((await projects.listKeys(to.organizationId, from.projectId, ALL)).items).toHaveLength(1)
    expect((await projects.listKeys(from.organizationId, from.projectId, ALL)).items).toEqual([])
    const named = { publicKeys: [given.publicKey], projectIds: [] }
    expect((await projects.ownedElsewhere(to.organizationId, named)).publicKeys).toEqual(new Set())
    expect((await projects.ownedElsewhere(from.organizationId, named)).publicKeys).toEqual(new Set([given.publicKey]))
    expect(await issues.get(issue.id)).toEqual({ ...before, organizationId: to.organizationId })
    expect((await events.listForIssue(to.organizationId, issue.id, ALL)).items).toHaveLength(2)
    expect((await events.listForIssue(from.organizationId, issue.id, ALL)).items).toEqual([])
    expect(await issues.hashes(to.organizationId, issue.id)).toEqual(hashes)
    expect(await issues.hashes(from.organizationId, issue.id)).toEqual([])
    expect(await outcomesOf(from, to.organizationId)).toBe(2)
    expect(await outcomesOf(from, from.organizationId)).toBe(0)
    expect(await projects.environments(to.organizationId, null)).toMatchObject([{ name: 'prod' }])
    expect(await projects.environments(from.organizationId, null)).toEqual([])
    expect(await storage().retention.usage(to.organizationId, from.projectId)).toEqual(usage)
    expect(await ingest.requests(from.organizationId, from.projectId)).toEqual([])
  })

  it('what was taken in for the organization of before is of the new one, and what comes again counts once', async () => {
    const [from, to] = [await aWorld(storage()), await aWorld(storage())]
    const { issues, ingest, feedback, releaseHealth, events } = storage()
    const hashes = ['one']
    const first = from.event({ hashes, ...tagged('a') })
    const issue = await from.issueOf(first)
    const session = {
      ...{ organizationId: from.organizationId, projectId: from.projectId, sessionId: newEventId(), userHash: 'u' },
      ...{ release: '1', environment: 'prod', startedAt: NOON, receivedAt: NOON },
    }
    await releaseHealth.addSessions([{ ...session, result: 'healthy' }])
    await move(from, to)
    // Nothing has followed yet, where something is to follow.
    const late = from.event({ hashes, ...tagged('a') })
    expect(await from.persist(first, late)).toMatchObject([
      { outcome: 'duplicate', issueId: issue.id },
      { outcome: 'repeat', issueId: issue.id, organizationId: to.organizationId },
    ])
    await ingest.addOutcomes([
      {
        ...{ organizationId: from.organizationId, projectId: from.projectId, hour: NOON, category: 'error' },
        ...{ outcome: 'filtered', reason: 'x', quantity: 3 },
      },
    ])
    await releaseHealth.addSessions([{ ...session, result: 'crashed' }])
    await feedback.add([
      {
        ...{ organizationId: from.organizationId, projectId: from.projectId, feedbackId: newEventId() },
        ...{ eventId: late.eventId, name: 'Ada', email: 'ada@example.com', comments: 'broken', url: null },
        ...{ environment: null, release: null, receivedAt: NOON },
      },
    ])
    await settle()
    expect(await issues.get(issue.id)).toMatchObject({ count: 2, userCount: 1, organizationId: to.organizationId })
    expect((await events.listForIssue(to.organizationId, issue.id, ALL)).items).toHaveLength(2)
    const [tag] = await issues.tags(to.organizationId, issue.id, { valueLimit: 5 })
    expect(tag).toMatchObject({ key: 'browser', totalValues: 2, topValues: [{ value: 'a', count: 2 }] })
    expect(await outcomesOf(from, to.organizationId)).toBe(5)
    expect(await feedback.countForIssue(to.organizationId, issue.id)).toBe(1)
    const health = { projectIds: null, from: NOON, to: minutesAfter(NOON, 60), groupBy: [], bucketSeconds: null }
    expect(await releaseHealth.sessions({ organizationId: to.organizationId, ...health })).toMatchObject([
      { healthy: 0, crashed: 1 },
    ])
    expect(await releaseHealth.sessions({ organizationId: from.organizationId, ...health })).toEqual([])
  })

  it('no event is lost or counted twice that comes while the project moves, there and back', async () => {
    const [from, to] = [await aWorld(storage()), await aWorld(storage())]
    const sent = Array.from({ length: 60 }, (_, index) =>
      from.event({ hashes: [`h${index % 3}`], ...tagged(`u${index % 7}`) }),
    )
    const writers = Array.from({ length: 4 }, async (_, writer) => {
      for (let index = writer; index < sent.length; index += 4) {
        await from.persist(found(sent[index]))
        // Delivered once more, as after a crash.
        if (index % 5 === 0) await from.persist(found(sent[index]))
      }
    })
    const there = async () => {
      await move(from, to)
      await settle()
      await storage().projects.move(to.organizationId, from.projectId, {
        ...{ organizationId: from.organizationId, teamId: null },
      })
      await settle()
    }
    await Promise.all([...writers, there()])
    await settle()
    const list = (await storage().issues.list(from.filter(), { sort: 'last_seen', ascending: false }, ALL)).items
    expect(list).toHaveLength(3)
    expect(list.reduce((sum, { count }) => sum + count, 0)).toBe(60)
    for (const { id, userCount } of list) {
      expect(userCount).toBe(7)
      expect((await storage().events.listForIssue(from.organizationId, id, ALL)).items).toHaveLength(20)
    }
    expect(await outcomesOf(from, from.organizationId)).toBe(60)
    expect(await outcomesOf(from, to.organizationId)).toBe(0)
    expect((await storage().retention.usage(from.organizationId, from.projectId))?.events).toBe(60)
  })

  it('teams stay behind; who is on both sides keeps what they had, others do not', async () => {
    const [from, to] = [await aWorld(storage()), await aWorld(storage())]
    const { organizations, teams, issues, projects, savedViews, accounts } = storage()
    const [both, stranger] = [await aUser(storage()), await aUser(storage())]
    for (const { id } of [both, stranger]) await organizations.addMember(from.organizationId, id, 'member')
    await organizations.addMember(to.organizationId, both.id, 'member')
    const old = await teams.create({ organizationId: from.organizationId, slug: 'old', creatorMembershipId: null })
    const crew = await teams.create({ organizationId: to.organizationId, slug: 'crew', creatorMembershipId: null })
    await projects.addTeam(from.organizationId, from.projectId, old.id)
    const assigned = async (kind: 'user' | 'team', id: Id) => {
      const issue = await from.issueOf()
      await issues.assign(from.filter({ ids: [issue.id] }), { kind, id }, BY)
      return issue.id
    }
    const [kept, left, ofTeam] = [
      await assigned('user', both.id),
      await assigned('user', stranger.id),
      await assigned('team', old.id),
    ]
    for (const { id } of [both, stranger]) await accounts.setProjectNotification(id, from.projectId, true)
    const other = await aProject(storage(), from.organizationId)
    const aView = (ownerId: Id, isShared: boolean, projectIds: readonly Id[]) =>
      savedViews.create(from.organizationId, ownerId, {
        ...{ name: aName('view'), query: '', sort: 'date', environments: [], columns: [], isShared, projectIds },
      })
    const views = [
      await aView(both.id, false, [from.projectId]),
      await aView(stranger.id, true, [from.projectId]),
      await aView(stranger.id, false, [from.projectId]),
      await aView(both.id, false, [from.projectId, other.id]),
      await aView(both.id, false, []),
    ]
    await expectCode(move(from, to, old.id), 'not_found')
    expect((await move(from, to, crew.id))?.teams).toEqual([{ id: crew.id, slug: 'crew' }])
    await settle()
    expect((await issues.get(kept))?.assignee).toEqual({ kind: 'user', id: both.id })
    expect((await issues.get(left))?.assignee).toBeNull()
    expect((await issues.get(ofTeam))?.assignee).toBeNull()
    expect(await issues.marksOn(to.organizationId, left, 10)).toEqual([])
    expect(await issues.marksOn(to.organizationId, kept, 10)).toHaveLength(1)
    expect(await accounts.projectNotifications(stranger.id)).toEqual(new Map())
    expect(await accounts.projectNotifications(both.id)).toEqual(new Map([[from.projectId, true]]))
    const moved = await Promise.all(views.map(({ id }) => savedViews.get(to.organizationId, id)))
    expect(moved.map((view) => view !== null)).toEqual([true, true, false, false, false])
  })

  it('monitors stay, without the project', async () => {
    const [from, to] = [await aWorld(storage()), await aWorld(storage())]
    const setup: MonitorSetup = {
      ...{ projectId: from.projectId, name: 'Site', type: 'GET', url: 'https://example.com/', intervalSeconds: 60 },
      ...{ timeoutSeconds: null, expectedStatus: 200, expectedBody: '', confirmationThreshold: 1 },
      ...{ recoveryThreshold: 1, retrySeconds: null, degradedAfterMs: null, certificateDays: null, isPaused: false },
      ...{ request: null, assertions: [], dns: null, cron: null },
      ...NO_RELATIONS,
    }
    const { id } = await storage().monitors.create(from.organizationId, setup, NOON)
    await move(from, to)
    await settle()
    expect(await storage().monitors.get(from.organizationId, id)).toMatchObject({ projectId: null, version: 1 })
    expect(await storage().monitors.get(to.organizationId, id)).toBeNull()
  })

  it('the slug is made unique; what is not there is not moved', async () => {
    const [from, to] = [await aWorld(storage()), await aWorld(storage())]
    await aProject(storage(), to.organizationId, { name: from.project.slug })
    expect(
      await storage().projects.move(to.organizationId, from.projectId, {
        organizationId: to.organizationId,
        teamId: null,
      }),
    ).toBeNull()
    await expectCode(
      storage().projects.move(from.organizationId, from.projectId, { organizationId: '999999999999', teamId: null }),
      'not_found',
    )
    for (const id of UNKNOWN_IDS)
      expect(
        await storage().projects.move(from.organizationId, id, { organizationId: to.organizationId, teamId: null }),
      ).toBeNull()
    expect((await move(from, to))?.slug).toBe(`${from.project.slug}-1`)
    await settle()
  })

  it('a project that is deleted on its way goes as a whole', async () => {
    const [from, to] = [await aWorld(storage()), await aWorld(storage())]
    const { id } = await from.issueOf({ hashes: ['one'], ...tagged('a') })
    await move(from, to)
    expect(await storage().projects.delete(to.organizationId, from.projectId)).toBe(true)
    await settle()
    while (await storage().purge());
    expect(await storage().issues.get(id)).toBeNull()
    for (const organizationId of [from.organizationId, to.organizationId]) {
      expect((await storage().events.listForIssue(organizationId, id, ALL)).items).toEqual([])
      expect(await outcomesOf(from, organizationId)).toBe(0)
    }
  })
}
