import { beforeAll, expect, it } from '@jest/globals'
import { searchCondition } from '../../issues/search-condition.js'
import { readSearch } from '../../issues/select.js'
import type { NewEvent } from '../../ports/ingest.js'
import type { Author } from '../../ports/issue-state.js'
import type { Id } from '../../ports/model.js'
import { type SearchMark, searchLine } from '../../ports/search-text.js'
import { newEventId } from '../../protocol/ids.js'
import { ISSUE_SEARCHES } from './issue-search-queries.js'
import type { Subject } from './subject.js'
import { ALL, aName, aProject, aUser, aWorld, found, type World } from './world.js'

const NOW = new Date('2026-03-20T12:00:00.000Z')
const HOUR_MS = 3_600_000
const hoursAgo = (hours: number) => new Date(NOW.getTime() - hours * HOUR_MS)
const DAYS_AGO_40 = 40 * 24

/** One world, many searches: what every storage finds. Issues are called by a letter each. */
export function issueSearchContract({ storage }: Subject): void {
  let world: World
  let find: (query: string) => Promise<string>
  const letters = new Map<Id, string>()
  const names = { web: aName('web'), api: aName('api'), crew: aName('crew'), others: aName('others') }
  const eventOfB = newEventId()
  const mail = `${aName('grace')}@example.com`

  beforeAll(async () => {
    world = await aWorld(storage())
    const { organizationId, user } = world
    const web = await aProject(storage(), organizationId, { slug: names.web, name: 'The Web Shop' })
    const api = await aProject(storage(), organizationId, { slug: names.api })
    const grace = await aUser(storage(), { email: mail })
    const membership = await storage().organizations.addMember(organizationId, grace.id, 'member')
    const crew = await storage().teams.create({
      organizationId,
      slug: names.crew,
      creatorMembershipId: found(await storage().organizations.membership(organizationId, user.id)).id,
    })
    await storage().teams.create({ organizationId, slug: names.others, creatorMembershipId: membership.id })

    const report = async (letter: string, ...events: readonly Partial<NewEvent>[]) => {
      for (const [index, event] of events.entries()) {
        const { id } = await world.issueOf({
          hashes: [letter],
          projectId: web.id,
          ...events[0],
          ...event,
          ...(index > 0 && { eventId: newEventId(), id: world.event().id }),
        })
        letters.set(id, letter)
      }
      return found([...letters].find(([, one]) => one === letter))[0]
    }
    const lines = (...of: readonly (readonly [SearchMark | null, string])[]) =>
      of.map(([mark, text]) => searchLine(mark, text)).join('')

    const a = await report(
      'a',
      {
        title: 'TypeError: x is undefined',
        culprit: 'placeOrder(src/checkout/cart.js)',
        level: 'error',
        platform: 'javascript',
        type: 'error',
        environment: 'production',
        release: 'shop@1.0.0+7',
        receivedAt: hoursAgo(2),
        tags: [
          ['browser', 'Chrome 100'],
          ['browser.name', 'Chrome'],
          ['user.email', 'ada@example.com'],
          ['url', 'https://tagged.example/'],
        ],
        userKey: 'email:ada@example.com',
        searchText: lines(
          ['error.type', 'TypeError'],
          ['error.value', 'x is undefined'],
          ['error.unhandled', 'unhandled'],
          ['stack.function', 'placeOrder'],
          ['stack.filename', 'src/checkout/cart.js'],
          ['stack.module', 'checkout/cart'],
          ['sdk.name', 'sentry.javascript.browser'],
          ['http.url', 'https://shop.example/cart'],
        ),
      },
      { userKey: 'id:7', release: 'shop@1.1.0', receivedAt: hoursAgo(1), tags: [['user.id', '7']] },
      { receivedAt: hoursAgo(0.5) },
    )
    const b = await report('b', {
      title: 'Timeout: 100% of "workers" busy',
      culprit: 'queue in run',
      level: 'warning',
      platform: 'python',
      type: 'default',
      environment: 'staging',
      eventId: eventOfB,
      receivedAt: hoursAgo(30),
      tags: [
        ['browser', 'Firefox 150'],
        ['weight', '5 * 3'],
        ['level', 'tagged'],
        ['my tag', 'x'],
      ],
      userKey: 'ip:10.0.0.1',
      searchText: lines(
        [null, 'Timeout: 100% of "workers" busy'],
        ['error.type', 'OuterError'],
        ['error.type', 'TimeoutError'],
        ['stack.function', 'run'],
        ['http.method', 'POST'],
        ['error.mechanism', 'onerror'],
      ),
    })
    const c = await report('c', {
      title: 'Blocked script',
      culprit: 'script-src',
      level: 'info',
      type: 'csp',
      platform: 'other',
      projectId: api.id,
      release: 'api@2.0.0-beta',
      receivedAt: hoursAgo(DAYS_AGO_40),
    })
    const d = await report('d', {
      title: 'Überlauf in queue',
      culprit: '',
      level: 'fatal',
      projectId: api.id,
      environment: 'Production',
      release: 'api@1.9.0',
      receivedAt: hoursAgo(DAYS_AGO_40 + 1),
    })
    const e = await report('e', {
      title: 'Old',
      culprit: 'x',
      level: 'error',
      projectId: api.id,
      receivedAt: hoursAgo(DAYS_AGO_40),
    })
    letters.set(e, 'e')

    const by: Author = { userId: user.id, via: 'api', at: hoursAgo(0.1) }
    const only = (id: Id) => world.filter({ ids: [id] })
    const { issues } = storage()
    await issues.assign(only(a), { kind: 'user', id: user.id }, by)
    await issues.assign(only(c), { kind: 'team', id: crew.id }, by)
    await issues.assign(only(d), { kind: 'user', id: grace.id }, by)
    await issues.mark(only(b), user.id, { isBookmarked: true, seenAt: by.at })
    await issues.mark(only(c), grace.id, { isSubscribed: true })
    await issues.mark(only(d), grace.id, { isSubscribed: false })
    await issues.setStatus(only(c), 'resolved', by)
    await issues.setStatus(only(d), { status: 'ignored', snooze: { kind: 'escalating' } }, by)
    await issues.setPriority(only(b), 'low', by)
    await issues.escalate(world.organizationId, e, { at: hoursAgo(3), events: 100, limit: 5 }, hoursAgo(24))

    find = async (query) => {
      const searcher = { organizationId, userId: user.id, now: NOW }
      const where = await searchCondition({ storage: storage() }, searcher, readSearch(query).root)
      const page = await issues.list(world.filter({ where }), { sort: 'last_seen', ascending: false }, ALL)
      expect(await issues.count(world.filter({ where }), 100)).toBe(page.items.length)
      return page.items
        .map(({ id }) => letters.get(id) ?? '?')
        .sort()
        .join('')
    }
  })

  it.each(ISSUE_SEARCHES)('%s', async (query, expected) => {
    expect(await find(query)).toBe(expected)
  })

  it('by names that are its own', async () => {
    const idOf = (letter: string) => found([...letters].find(([, one]) => one === letter))[0]
    const numberOf = async (letter: string) => found(await storage().issues.get(idOf(letter))).shortIdNumber
    const shortId = `${names.web.toUpperCase()}-${(await numberOf('b')).toString(32).toUpperCase()}`
    expect(await find(`issue:${shortId}`)).toBe('b')
    expect(await find(`issue:[${shortId}, ${idOf('d')}]`)).toBe('bd')
    expect(await find(`issue:${names.api}-${(await numberOf('c')).toString(32)}`)).toBe('c')
    expect(await find(`issue:nothing-1`)).toBe('')
    expect(await find(`project:${names.web}`)).toBe('ab')
    expect(await find(`!project:${names.web}`)).toBe('cde')
    expect(await find(`project.name:"the web*"`)).toBe('ab')
    expect(await find(`project:[${names.web}, ${names.api.slice(0, 7)}*]`)).toBe('abcde')
    expect(await find(`assigned:#${names.crew}`)).toBe('c')
    expect(await find(`assigned:[team:${names.crew}, ${mail}]`)).toBe('cd')
    expect(await find(`assigned:#${names.others}`)).toBe('')
    expect(await find(`subscribed:${mail}`)).toBe('c')
    expect(await find(`id:${eventOfB}`)).toBe('b')
    expect(await find(`!id:${eventOfB}`)).toBe('acde')
    expect(await find(`id:${newEventId()}`)).toBe('')
  })

  it('the most that may be asked is answered', async () => {
    const list = Array.from({ length: 50 }, (_, index) => `v${index}*`).join(',')
    expect(
      await find(
        Array.from({ length: 10 }, (_, index) => `(k${index}:[${list.slice(0, 90)}x] OR error.type:*a*b*)`).join(' '),
      ),
    ).toBe('')
    expect(await find(`browser:[${list}]`)).toBe('')
    expect(await find(`error.type:${'*a'.repeat(10)}`)).toBe('')
  })
}
