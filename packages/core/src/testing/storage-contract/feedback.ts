import { expect, it } from '@jest/globals'
import type { NewFeedback } from '../../ports/items.js'
import { newEventId } from '../../protocol/ids.js'
import { minutesAfter, NOON } from '../builders.js'
import type { Subject } from './subject.js'
import { ALL, aProject, aWorld, found, UNKNOWN_IDS, type World, walk } from './world.js'

export function feedbackContract({ storage, empty }: Subject): void {
  const aFeedback = ({ organizationId, projectId }: World, feedback: Partial<NewFeedback> = {}): NewFeedback => ({
    organizationId,
    projectId,
    feedbackId: newEventId(),
    eventId: null,
    name: 'Grace',
    email: 'grace@example.com',
    comments: 'The basket is empty.',
    url: null,
    environment: null,
    release: null,
    receivedAt: NOON,
    ...feedback,
  })
  const accepted = async (world: World) => {
    const range = { from: NOON, to: minutesAfter(NOON, 60) }
    const found = await world.storage.ingest.outcomes({
      organizationId: world.organizationId,
      projectIds: null,
      category: 'feedback',
      ...range,
    })
    return found.map(({ outcome, quantity }) => [outcome, quantity])
  }

  it('comes back as it was given, in its project', async () => {
    const world = await aWorld(storage())
    const { feedback } = storage()
    const given = aFeedback(world, { url: 'https://a.example/', environment: 'prod', release: '1.0', comments: 'Ü 🐛' })
    await feedback.add([given])
    const { items } = await feedback.listForProject(world.organizationId, world.projectId, ALL)
    expect(items).toEqual([{ ...given, id: expect.stringMatching(/^\d+$/), issueId: null }])
  })

  it('delivered again it is there once, and counted once', async () => {
    const world = await aWorld(storage())
    const { feedback } = storage()
    const given = aFeedback(world)
    await feedback.add([given, { ...given, comments: 'again' }])
    await Promise.all([1, 2, 3].map(() => feedback.add([given, aFeedback(world, { feedbackId: given.feedbackId })])))
    await feedback.add([])
    const { items } = await feedback.listForProject(world.organizationId, world.projectId, ALL)
    expect(items.map(({ comments }) => comments)).toEqual(['The basket is empty.'])
    expect(await accepted(world)).toEqual([['accepted', 1]])
  })

  it('of an event that is stored belongs to its issue', async () => {
    const world = await aWorld(storage())
    const { feedback } = storage()
    const event = world.event()
    const [result] = await world.persist(event)
    const { issueId } = found(result)
    await feedback.add([aFeedback(world, { feedbackId: event.eventId, eventId: event.eventId }), aFeedback(world)])
    const { items } = await feedback.listForIssue(world.organizationId, issueId, ALL)
    expect(items).toMatchObject([{ eventId: event.eventId, issueId }])
    expect(await feedback.countForIssue(world.organizationId, issueId)).toBe(1)
    expect(await feedback.ofEvent(world.organizationId, world.projectId, event.eventId)).toEqual(items[0])
  })

  it('that came before its event is tied to the issue later', async () => {
    const world = await aWorld(await empty())
    const { feedback } = world.storage
    const event = world.event()
    await feedback.add([
      aFeedback(world, { eventId: event.eventId }),
      aFeedback(world, { eventId: event.eventId, receivedAt: minutesAfter(NOON, -60) }),
      aFeedback(world, { eventId: newEventId() }),
    ])
    expect(await feedback.link({ since: minutesAfter(NOON, -1) })).toBe(0)
    const [result] = await world.persist(event)
    expect(await feedback.link({ since: minutesAfter(NOON, -1) })).toBe(1)
    expect(await feedback.link({ since: minutesAfter(NOON, -1) })).toBe(0)
    expect(await feedback.countForIssue(world.organizationId, found(result).issueId)).toBe(1)
  })

  it('about the same event id in another project is about another event', async () => {
    const world = await aWorld(storage())
    const other = await aProject(storage(), world.organizationId)
    const event = world.event()
    await world.persist(event)
    const theirs = aFeedback({ ...world, projectId: other.id }, { eventId: event.eventId })
    await storage().feedback.add([theirs])
    const { items } = await storage().feedback.listForProject(world.organizationId, other.id, ALL)
    expect(items).toMatchObject([{ issueId: null }])
  })

  it('is listed newest first, page by page', async () => {
    const world = await aWorld(storage())
    const minutes = [3, 1, 2, 2, 0]
    await storage().feedback.add(
      minutes.map((minute) => aFeedback(world, { comments: String(minute), receivedAt: minutesAfter(NOON, minute) })),
    )
    const all = await walk((page) => storage().feedback.listForProject(world.organizationId, world.projectId, page), 2)
    expect(all.map(({ comments }) => comments)).toEqual(['3', '2', '2', '1', '0'])
  })

  it('keeps no NUL, and no more than a person would write', async () => {
    const world = await aWorld(storage())
    const text = '\0\ud800'.repeat(20_000)
    await storage().feedback.add([aFeedback(world, { name: text, email: text, comments: text, url: text })])
    const { items } = await storage().feedback.listForProject(world.organizationId, world.projectId, ALL)
    expect(JSON.stringify(items)).not.toMatch(/\\u0000|\\ud800/)
    expect(items[0]?.comments.length).toBeLessThanOrEqual(8192)
  })

  it('goes with its issue, with its project, and with its age', async () => {
    const world = await aWorld(await empty())
    const { feedback, issues, projects } = world.storage
    const event = world.event()
    const [result] = await world.persist(event)
    const old = minutesAfter(NOON, -60 * 24 * 40)
    await feedback.add([
      aFeedback(world, { comments: 'of the issue', eventId: event.eventId }),
      aFeedback(world, { comments: 'old', receivedAt: old }),
      aFeedback(world, { comments: 'kept', receivedAt: minutesAfter(NOON, 1) }),
    ])
    const texts = async () =>
      (await feedback.listForProject(world.organizationId, world.projectId, ALL)).items.map((one) => one.comments)
    await world.storage.maintain({ now: NOON, retentionDays: 7 })
    expect(await texts()).toEqual(['kept', 'of the issue'])
    await issues.delete(world.filter({ ids: [found(result).issueId] }))
    expect(await texts()).toEqual(['kept'])
    await projects.delete(world.organizationId, world.projectId)
    expect(await texts()).toEqual([])
    await feedback.add([aFeedback(world)])
    expect(await texts()).toEqual([])
  })

  it("is nobody else's, and unknown ids have none", async () => {
    const { feedback } = storage()
    const [world, other] = [await aWorld(storage()), await aWorld(storage())]
    const event = world.event()
    const [result] = await world.persist(event)
    const { issueId } = found(result)
    await feedback.add([aFeedback(world, { eventId: event.eventId })])
    for (const organizationId of [other.organizationId, ...UNKNOWN_IDS]) {
      expect((await feedback.listForIssue(organizationId, issueId, ALL)).items).toEqual([])
      expect((await feedback.listForProject(organizationId, world.projectId, ALL)).items).toEqual([])
      expect(await feedback.countForIssue(organizationId, issueId)).toBe(0)
      expect(await feedback.ofEvent(organizationId, world.projectId, event.eventId)).toBeNull()
    }
    for (const id of UNKNOWN_IDS) {
      await feedback.add([aFeedback({ ...world, projectId: id })])
      expect((await feedback.listForIssue(world.organizationId, id, ALL)).items).toEqual([])
      expect(await feedback.ofEvent(world.organizationId, id, event.eventId)).toBeNull()
    }
    expect(await feedback.ofEvent(world.organizationId, world.projectId, 'nonsense')).toBeNull()
  })
}
