import { expect, it } from '@jest/globals'
import { minutesAfter, NOON } from '../builders.js'
import { aStatusPage } from './status-pages.js'
import type { Subject } from './subject.js'
import { ALL, aName, aWorld, found, UNKNOWN_IDS } from './world.js'

const LATER = minutesAfter(NOON, 5)

export function statusSubscribersContract({ storage, empty }: Subject): void {
  const aPage = async (from = storage()) => {
    const { organizationId } = await aWorld(from)
    const { id: pageId } = await from.statusPages.create(organizationId, aStatusPage(), NOON)
    const subscribe = async (email: string) =>
      found(await from.statusSubscribers.subscribe(organizationId, pageId, email, NOON))
    const confirmed = async (email: string) =>
      found(await from.statusSubscribers.confirm((await subscribe(email)).token, NOON))
    const notice = (key: string) => ({ organizationId, pageId, key, subject: `About ${key}`, text: 'It broke' })
    return { organizationId, pageId, subscribe, confirmed, notice }
  }

  it('are one an address, until they say no', async () => {
    const { statusSubscribers } = storage()
    const { organizationId, pageId, subscribe } = await aPage()
    const ada = await subscribe('Ada@example.com')
    expect(ada).toMatchObject({ organizationId, pageId, email: 'Ada@example.com', createdAt: NOON, confirmedAt: null })
    const again = await Promise.all(Array.from({ length: 5 }, () => subscribe('ada@EXAMPLE.com')))
    expect(new Set(again.map(({ id }) => id))).toEqual(new Set([ada.id]))
    expect(await statusSubscribers.getByToken(ada.token)).toEqual(ada)
    expect(await statusSubscribers.counts(organizationId, [pageId])).toEqual(new Map())
    expect(await statusSubscribers.confirm(ada.token, LATER)).toEqual({ ...ada, confirmedAt: LATER })
    expect(await statusSubscribers.confirm(ada.token, NOON)).toMatchObject({ confirmedAt: LATER })
    expect(await statusSubscribers.counts(organizationId, [pageId, '1'])).toEqual(new Map([[pageId, 1]]))
    const bob = await subscribe('bob@example.com')
    const listed = (await statusSubscribers.list(organizationId, pageId, ALL)).items
    expect(listed.map(({ email }) => email)).toEqual(['bob@example.com', 'Ada@example.com'])
    expect(await statusSubscribers.unsubscribe(ada.token)).toMatchObject({ id: ada.id })
    expect(await statusSubscribers.unsubscribe(ada.token)).toBeNull()
    expect(await statusSubscribers.getByToken(ada.token)).toBeNull()
    expect(await statusSubscribers.delete(organizationId, pageId, bob.id)).toBe(true)
    expect(await statusSubscribers.delete(organizationId, pageId, bob.id)).toBe(false)
  })

  it('of another organization, and of no page, cannot be reached', async () => {
    const { statusSubscribers } = storage()
    const [ours, theirs] = [await aPage(), await aPage()]
    const { id } = await theirs.subscribe('a@example.com')
    expect(await statusSubscribers.subscribe(ours.organizationId, theirs.pageId, 'x@example.com', NOON)).toBeNull()
    expect(await statusSubscribers.delete(ours.organizationId, theirs.pageId, id)).toBe(false)
    expect((await statusSubscribers.list(ours.organizationId, theirs.pageId, ALL)).items).toEqual([])
    for (const unknown of [...UNKNOWN_IDS, aName('token')]) {
      expect(await statusSubscribers.subscribe(ours.organizationId, unknown, 'x@example.com', NOON)).toBeNull()
      expect(await statusSubscribers.getByToken(unknown)).toBeNull()
      expect(await statusSubscribers.confirm(unknown, NOON)).toBeNull()
      expect(await statusSubscribers.unsubscribe(unknown)).toBeNull()
      expect(await statusSubscribers.delete(theirs.organizationId, theirs.pageId, unknown)).toBe(false)
    }
  })

  it('are told each notice once, some at a time, if they had said yes before it', async () => {
    const from = await empty()
    const { statusSubscribers } = from
    const { notice, confirmed, subscribe } = await aPage(from)
    const people = [
      await confirmed('a@example.com'),
      await confirmed('b@example.com'),
      await confirmed('c@example.com'),
    ]
    await subscribe('silent@example.com')
    await statusSubscribers.announce([notice('1'), { ...notice('2'), pageId: '999999999' }], NOON)
    await statusSubscribers.announce([notice('1')], LATER)
    await statusSubscribers.confirm((await subscribe('late@example.com')).token, minutesAfter(NOON, 1))
    const claim = (now: Date, limit = 2) => statusSubscribers.claimNotice(now, minutesAfter(now, 5), limit)
    const both = await Promise.all([claim(NOON), claim(NOON)])
    const first = found(both.find((one) => one !== null) ?? null)
    expect(both.filter((one) => one !== null)).toHaveLength(1)
    expect(first).toMatchObject({ ...notice('1'), failures: 0 })
    expect(first.subscribers).toEqual(people.slice(0, 2))
    await statusSubscribers.passNotice(first.id, people[0]?.id ?? '')
    await statusSubscribers.releaseNotice(first.id, LATER, true)
    expect(await claim(minutesAfter(NOON, 4))).toBeNull()
    const second = found(await claim(LATER, 10))
    expect(second).toMatchObject({ failures: 1, subscribers: people.slice(1) })
    for (const { id } of people) await statusSubscribers.passNotice(second.id, id)
    await statusSubscribers.releaseNotice(second.id, LATER, false)
    expect(await claim(LATER)).toBeNull()
    await statusSubscribers.announce([notice('1')], LATER)
    expect(await claim(minutesAfter(LATER, 60))).toBeNull()
  })

  it('come again to another caller when the first one dies', async () => {
    const from = await empty()
    const { notice, confirmed } = await aPage(from)
    const ada = await confirmed('a@example.com')
    await from.statusSubscribers.announce([notice('1')], NOON)
    expect(await from.statusSubscribers.claimNotice(NOON, LATER, 5)).toMatchObject({ subscribers: [ada] })
    expect(await from.statusSubscribers.claimNotice(NOON, LATER, 5)).toBeNull()
    expect(await from.statusSubscribers.claimNotice(LATER, minutesAfter(LATER, 5), 5)).toMatchObject({
      subscribers: [ada],
    })
  })

  it('who never said yes are forgotten', async () => {
    const from = await empty()
    const { organizationId, pageId, subscribe, confirmed } = await aPage(from)
    await subscribe('silent@example.com')
    await confirmed('ada@example.com')
    await from.statusSubscribers.deleteOldSubscriptions(LATER)
    const left = (await from.statusSubscribers.list(organizationId, pageId, ALL)).items
    expect(left.map(({ email }) => email)).toEqual(['ada@example.com'])
  })
}
