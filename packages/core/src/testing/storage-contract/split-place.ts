import { expect } from '@jest/globals'
import { splitValue } from '../../issues/split-hash.js'
import type { NewEvent } from '../../ports/ingest.js'
import type { MovedEvent, NewPart, SplitBy } from '../../ports/issue-parts.js'
import type { Id, StoredEvent } from '../../ports/model.js'
import { minutesAfter, NOON } from '../builders.js'
import type { Subject } from './subject.js'
import { ALL, aWorld, found, type World } from './world.js'

export const MESSAGE = { kind: 'message' } as const
export const REGION = { kind: 'tag', key: 'region' } as const
export const FOREVER = new Date(0)

/** Worlds whose events say something somewhere, and whose moves can be made step by step. */
export function splitPlaces({ storage }: Subject) {
  const at = (minutes: number) => minutesAfter(NOON, minutes)
  const by = ({ user }: World, minutes = 30) => ({ userId: user.id, via: 'web', at: at(minutes) }) as const

  /** Of all places: whoever moves events moves those of others, too. */
  const events = new Map<string, NewEvent>()

  /** A world that remembers its events, as their documents would. */
  const aPlace = async () => {
    const world = await aWorld(storage())
    const counts = { said: 0 }
    /** Stores an event that says something in a region; answers its issue. */
    const say = async (message: string, region: string | null, more: Partial<NewEvent> = {}): Promise<Id> => {
      counts.said += 1
      const tags = region === null ? [] : [['region', region] as const]
      const event = world.event({
        ...{ hashes: ['a'], message, tags, title: message, receivedAt: at(counts.said), userKey: `u${counts.said}` },
        ...more,
      })
      events.set(event.eventId, event)
      return found((await world.persist(event))[0]).issueId
    }
    const about = (title: string): NewPart => ({ ...world.event({ title }), priority: 'medium' })
    const moved = (event: StoredEvent, by: string | null): MovedEvent => {
      const { tags, message, platform } = events.get(event.eventId) ?? { tags: [], message: '', platform: '' }
      if (by === null) return { event, tags }
      return { event, tags, part: { value: splitValue(by, { tags, message, platform }), about: about(event.title) } }
    }
    const step = async (limit = 2): Promise<boolean> => {
      const { issues } = storage()
      if (await issues.relink(limit)) return true
      const move = await issues.nextMove(limit)
      if (move === null) return false
      await issues.applyMove(
        move,
        move.events.map((event) => moved(event, move.by)),
      )
      return true
    }
    const settle = async () => {
      while (await step());
    }
    const splitBy = async (issueId: Id, split: SplitBy, stays: string, ...values: readonly string[]) => {
      const parts = values.map((value) => ({ value, about: about(value) }))
      const { issues } = storage()
      return found(await issues.splitByValue(world.organizationId, issueId, { by: split, stays, parts }, by(world)))
    }
    /** What each issue of the place has: of every counter, whatever event it counted. */
    const seen = async () => {
      const { issues, events: stored } = storage()
      const { organizationId } = world
      const { items } = await issues.list(world.filter(), { sort: 'first_seen', ascending: true }, ALL)
      const of = await Promise.all(
        items.map(async ({ id, count, userCount }) => {
          const [tag] = await issues.tags(organizationId, id, { key: 'region', valueLimit: 10 })
          const query = { from: NOON, to: at(240), bucketSeconds: 86_400 } as const
          const days = (await issues.series(organizationId, [id], query)).get(id) ?? []
          const own = (await stored.listForIssue(organizationId, id, ALL)).items
          const tagged = own.filter(({ eventId }) => found(events.get(eventId)).tags.length > 0).length
          const ofDays = days.reduce((sum, day) => sum + day.count, 0)
          return {
            ...{ id, said: own.map(({ eventId }) => found(events.get(eventId)).message).sort() },
            counted: { id, count, userCount, ofDays, tags: tag?.totalValues ?? 0 },
            exact: { id, count: own.length, userCount: own.length, ofDays: own.length, tags: tagged },
          }
        }),
      )
      expect(of.map(({ counted }) => counted)).toEqual(of.map(({ exact }) => exact))
      expect(of.reduce((sum, { said }) => sum + said.length, 0)).toBe(counts.said)
      return new Map(of.map(({ id, said }) => [id, said.join(' ')]))
    }
    return { ...world, world, say, step, settle, splitBy, seen, about }
  }
  return { aPlace, at, by }
}
