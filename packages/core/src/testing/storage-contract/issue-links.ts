import { expect, it } from '@jest/globals'
import { LINK_BOUNDS, type OwedSync, type RemoteIssue } from '../../ports/issue-links.js'
import type { Author } from '../../ports/issue-state.js'
import type { Id, LookedAt } from '../../ports/model.js'
import { minutesAfter, NOON } from '../builders.js'
import type { Subject } from './subject.js'
import { ALL, aWorld, expectCode, found, UNKNOWN_IDS } from './world.js'

const LEASE_MS = 60_000
const BY: Author = { userId: null, via: 'web', at: NOON }

export function issueLinksContract({ storage }: Subject): void {
  const aPlace = async () => {
    const world = await aWorld(storage())
    const { organizationId } = world
    const integration = await storage().integrations.create(organizationId, 'github', {
      ...{ name: 'Code', url: 'https://github.com', account: '', sealedToken: null, sealedWebhookSecret: null },
      ...{ closesLinked: true, resolvesIssues: true, template: { title: 'T', body: 'B' }, createdAt: NOON },
    })
    const issue = await world.issueOf({ hashes: ['a'] })
    const link = { organizationId, issueId: issue.id, integrationId: integration.id }
    const list = (issueId = issue.id) => storage().issueLinks.list(organizationId, issueId)
    const setStatus = (status: 'resolved' | 'unresolved' | 'ignored', id = issue.id) =>
      storage().issues.setStatus({ organizationId, projectIds: null, ids: [id] }, status, NOON)
    // Other tests leave some of their own.
    const owed = async (now = NOON) => {
      const { items } = await storage().issueLinks.owed(now, 1000, LEASE_MS, null)
      return items.filter((one) => one.link.organizationId === organizationId)
    }
    return { ...world, integration, issue, link, list, setStatus, owed }
  }

  it('are added once, listed by age, noted in the log, and taken off', async () => {
    const { issueLinks, issues } = storage()
    const { organizationId, user, integration, issue, link, list } = await aPlace()
    const author = { ...BY, userId: user.id }
    const made = await issueLinks.add(link, remote('acme/web#1', { title: 'Ünï\0' }), author)
    expect(made).toEqual({
      ...{ ...link, id: made.id, integrationId: integration.id, kind: 'github', key: 'acme/web#1', title: 'Ünï' },
      ...{ url: 'https://x/acme/web#1', status: 'open', createdAt: NOON, createdBy: user.id },
    })
    const again = await Promise.all([1, 2, 3].map(() => issueLinks.add(link, remote('acme/web#1'), author)))
    expect(again).toEqual([made, made, made])
    const other = await issueLinks.add(link, remote('acme/web#2', { status: 'closed' }), author)
    expect(await list()).toEqual([made, other])
    expect(await issueLinks.byKey(integration.id, 'acme/web#1')).toEqual([made])
    expect(await issueLinks.delete(organizationId, issue.id, made.id, author)).toBe(true)
    expect(await issueLinks.delete(organizationId, issue.id, made.id, author)).toBe(false)
    expect(await list()).toEqual([other])
    const { items } = await issues.activity(organizationId, issue.id, ALL)
    expect(items.map(({ kind, data, userId }) => [kind, data.key, data.new, userId])).toEqual([
      ['unlink_issue', 'acme/web#1', false, user.id],
      ['create_issue', 'acme/web#2', false, user.id],
      ['create_issue', 'acme/web#1', false, user.id],
    ])
  })

  it('that are owed a word are met by looks that go on where the one before has ended', async () => {
    const { issueLinks } = storage()
    const { organizationId, issue, issueOf, link, setStatus } = await aPlace()
    const other = await issueOf({ hashes: ['b'] })
    const made: Id[] = []
    for (const [number, { id }] of [issue, other].entries()) {
      made.push((await issueLinks.add({ ...link, issueId: id }, remote(`acme/web#${number}`), BY)).id)
      await setStatus('resolved', id)
    }
    const met: Id[] = []
    let after: Id | null = null
    for (let look = 0; look < 500 && met.length < made.length; look += 1) {
      const looked: LookedAt<OwedSync> = await issueLinks.owed(NOON, 1, LEASE_MS, after)
      met.push(...looked.items.filter((one) => one.link.organizationId === organizationId).map((one) => one.link.id))
      after = looked.next
    }
    expect(met.sort()).toEqual(made.sort())
  })

  it('are made once of any number of wishes at once, and again where the maker has died', async () => {
    const { issueLinks } = storage()
    const { link, list } = await aPlace()
    const claim = (at = NOON) => issueLinks.claim(link, { claim: 'c', at, leaseMs: LEASE_MS, userId: null })
    const claims = await Promise.all([1, 2, 3, 4].map(() => claim()))
    expect(claims.map(({ kind }) => kind).sort()).toEqual(['busy', 'busy', 'busy', 'yours'])
    expect(await list()).toEqual([])
    const later = await claim(minutesAfter(NOON, 2))
    expect(later).toMatchObject({ kind: 'yours', isAgain: true })
    const id = later.kind === 'yours' ? later.id : ''
    const made = found(await issueLinks.finish(id, remote('acme/web#3'), BY))
    expect(await claim()).toEqual({ kind: 'made', link: made })
    const other = await issueLinks.claim(link, { claim: 'd', at: NOON, leaseMs: LEASE_MS, userId: null })
    const otherId = other.kind === 'yours' ? other.id : ''
    expect(await issueLinks.finish(otherId, remote('acme/web#3'), BY)).toEqual(made)
    expect(await list()).toEqual([made])
    const failed = await issueLinks.claim(link, { claim: 'e', at: NOON, leaseMs: LEASE_MS, userId: null })
    await issueLinks.giveUp(failed.kind === 'yours' ? failed.id : '')
    expect(await issueLinks.claim(link, { claim: 'e', at: NOON, leaseMs: LEASE_MS, userId: null })).toMatchObject({
      ...{ kind: 'yours', isAgain: false },
    })
    for (const unknown of UNKNOWN_IDS) expect(await issueLinks.finish(unknown, remote('x#1'), BY)).toBeNull()
  })

  it('of issues that become one are shown there, and go home with their issue', async () => {
    const { issueLinks, issues } = storage()
    const { organizationId, issueOf, issue, link, list, filter } = await aPlace()
    const target = await issueOf({ hashes: ['b'] })
    const made = await issueLinks.add(link, remote('acme/web#1'), BY)
    const linked = filter({ where: { kind: 'isLinked' } })
    const idsOf = async () => {
      const page = await issues.list(linked, { sort: 'first_seen', ascending: true }, ALL)
      return page.items.map(({ id }) => id)
    }
    expect(await idsOf()).toEqual([issue.id])
    await issues.merge(organizationId, target.id, [issue.id], BY)
    expect(await list(target.id)).toEqual([made])
    expect(await idsOf()).toEqual([target.id])
    expect(await issues.count(filter({ where: { kind: 'not', of: { kind: 'isLinked' } } }), 10)).toBe(0)
    expect(await issueLinks.delete(organizationId, target.id, made.id, BY)).toBe(true)
    expect(await idsOf()).toEqual([])
  })

  it('are owed a word when their issue is resolved or comes back, to one at a time, until both agree', async () => {
    const { issueLinks } = storage()
    const { link, setStatus, owed } = await aPlace()
    const { id } = await issueLinks.add(link, remote('acme/web#1'), BY)
    expect(await owed()).toEqual([])
    await setStatus('resolved')
    const claims = (await Promise.all([owed(), owed(), owed()])).flat()
    expect(claims).toMatchObject([{ link: { id }, isResolved: true, attempts: 0 }])
    expect(await owed(minutesAfter(NOON, 2))).toMatchObject([{ attempts: 0 }])
    await issueLinks.postpone(id, minutesAfter(NOON, 10))
    expect(await owed(minutesAfter(NOON, 9))).toEqual([])
    expect(await owed(minutesAfter(NOON, 10))).toMatchObject([{ attempts: 1 }])
    await issueLinks.settle(id, { isResolved: true, status: 'closed' })
    expect(await owed(minutesAfter(NOON, 100))).toEqual([])
    await setStatus('ignored')
    expect(await owed(minutesAfter(NOON, 100))).toEqual([])
    await setStatus('unresolved')
    expect(await owed(minutesAfter(NOON, 100))).toMatchObject([{ link: { status: 'closed' }, isResolved: false }])
    await issueLinks.noteRemote(id, { status: 'open', title: 'new' })
    expect(await issueLinks.byKey(link.integrationId, 'acme/web#1')).toMatchObject([{ status: 'open', title: 'new' }])
  })

  it('of an issue that is resolved already, or of what it is part of, owe nothing', async () => {
    const { issueLinks, issues } = storage()
    const { organizationId, issueOf, issue, link, setStatus, owed } = await aPlace()
    await setStatus('resolved')
    await issueLinks.add(link, remote('acme/web#1'), BY)
    expect(await owed()).toEqual([])
    const target = await issueOf({ hashes: ['b'] })
    await issues.merge(organizationId, target.id, [issue.id], BY)
    expect(await owed()).toMatchObject([{ isResolved: false }])
  })

  it('go with their integration, their issue and its project, and lose their integration where that moves', async () => {
    const { issueLinks, integrations, issues, projects } = storage()
    const [first, second, third] = [await aPlace(), await aPlace(), await aPlace()]
    for (const { link } of [first, second, third]) await issueLinks.add(link, remote('acme/web#1'), BY)
    await integrations.delete(first.organizationId, first.integration.id)
    expect(await first.list()).toEqual([])
    await issues.delete({ ...second.filter(), ids: [second.issue.id] })
    while (await storage().purge());
    expect(await second.list()).toEqual([])
    expect(await issueLinks.byKey(second.integration.id, 'acme/web#1')).toEqual([])
    await projects.move(third.organizationId, third.projectId, { organizationId: first.organizationId, teamId: null })
    while (await projects.followMoves());
    expect(await third.list()).toEqual([])
    const moved = await issueLinks.list(first.organizationId, third.issue.id)
    expect(moved).toMatchObject([{ key: 'acme/web#1', integrationId: null }])
    await third.setStatus('resolved')
    expect(await issueLinks.byKey(third.integration.id, 'acme/web#1')).toEqual([])
  })

  it('are bounded, and nobody links what is not theirs', async () => {
    const { issueLinks } = storage()
    const [ours, theirs] = [await aPlace(), await aPlace()]
    const adds = Array.from({ length: LINK_BOUNDS.links + 3 }, (_, index) =>
      issueLinks.add(ours.link, remote(`acme/web#${index}`), BY),
    )
    const refused = (await Promise.allSettled(adds)).flatMap((one) =>
      one.status === 'rejected' ? [one.reason.code] : [],
    )
    expect(refused).toEqual(['conflict', 'conflict', 'conflict'])
    const [made] = await ours.list()
    const foreign = [
      { ...ours.link, organizationId: theirs.organizationId },
      { ...theirs.link, issueId: ours.issue.id },
      { ...theirs.link, integrationId: ours.integration.id },
      ...UNKNOWN_IDS.map((issueId) => ({ ...theirs.link, issueId })),
    ]
    for (const link of foreign) await expectCode(issueLinks.add(link, remote('acme/web#1'), BY), 'not_found')
    expect(await issueLinks.delete(theirs.organizationId, ours.issue.id, found(made).id, BY)).toBe(false)
    expect(await issueLinks.list(theirs.organizationId, ours.issue.id)).toEqual([])
  })
}

function remote(key: string, more: Partial<RemoteIssue> = {}): RemoteIssue {
  return { key, title: 'T', url: `https://x/${key}`, status: 'open', ...more }
}
