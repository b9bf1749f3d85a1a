import { expect, it } from '@jest/globals'
import type { Author } from '../../ports/issue-state.js'
import type { Storage } from '../../ports/storage.js'
import { GATHER_MS, type WorkMail } from '../../ports/work-mails.js'
import { minutesAfter, NOON } from '../builders.js'
import type { Subject } from './subject.js'
import { aUser, aWorld } from './world.js'

/** What members are told of issues that concern them. */
export function workMailsContract({ empty }: Subject): void {
  const at = (minutes: number) => minutesAfter(NOON, minutes)
  const by = (userId: string | null, minutes = 0): Author => ({ userId, via: 'web', at: at(minutes) })
  const afterGathering = (minutes: number) => new Date(at(minutes).getTime() + GATHER_MS)

  const aPlace = async () => {
    const storage = await empty()
    const world = await aWorld(storage)
    const [bob, cyd, stranger] = [await aUser(storage), await aUser(storage), await aUser(storage)]
    const places = []
    for (const { id: userId } of [bob, cyd])
      places.push(await storage.organizations.addMember(world.organizationId, userId, 'member'))
    const team = await storage.teams.create({
      ...{ organizationId: world.organizationId, slug: 'crew' },
      creatorMembershipId: places[1]?.id ?? null,
    })
    const issue = await world.issueOf({ hashes: ['same'] })
    return {
      ...world,
      storage,
      ada: world.user,
      bob,
      cyd,
      stranger,
      team,
      issue,
      of: world.filter({ ids: [issue.id] }),
    }
  }
  const claimAll = async ({ workMails }: Storage, now: Date) => {
    const claimed: WorkMail[] = []
    const claim = () => workMails.claim(now, minutesAfter(now, 10))
    for (let mail = await claim(); mail !== null; mail = await claim()) claimed.push(mail)
    return claimed
  }
  const told = (mails: readonly WorkMail[]) =>
    new Map(mails.map(({ userId, news }) => [userId, news.map(({ kind, activity }) => `${kind} ${activity.kind}`)]))

  it('who is assigned, mentioned or follows hears of it, each once, and nobody of what they did themselves', async () => {
    const { storage, ada, bob, cyd, stranger, team, issue, of, organizationId } = await aPlace()
    await storage.issues.assign(of, { kind: 'user', id: bob.id }, by(ada.id))
    const comment = { text: 'Look', mentions: [bob.id, stranger.id] }
    await storage.issues.comment(organizationId, issue.id, comment, by(ada.id))
    await storage.issues.assign(of, { kind: 'team', id: team.id }, by(bob.id))
    await storage.issues.setPriority(of, 'low', by(ada.id))
    await storage.issues.setStatus(of, 'resolved', at(1))
    const mails = await claimAll(storage, afterGathering(1))
    expect(told(mails)).toEqual(
      new Map([
        [ada.id, ['followed assigned', 'followed set_resolved']],
        [bob.id, ['assigned assigned', 'mentioned note', 'followed set_resolved']],
        [cyd.id, ['assigned assigned']],
      ]),
    )
    expect(mails.every((mail) => mail.issueId === issue.id && mail.failures === 0)).toBe(true)
    expect(await claimAll(storage, afterGathering(1))).toEqual([])
    // Whoever held them has died.
    expect(told(await claimAll(storage, at(20)))).toEqual(told(mails))
    for (const mail of mails) await storage.workMails.finish(mail)
    expect(await claimAll(storage, at(600))).toEqual([])
  })

  it('what an import assigns is no news, and what comes back is', async () => {
    const { storage, bob, issue, of, organizationId, event, persist } = await aPlace()
    await storage.issues.assign(of, { kind: 'user', id: bob.id }, by(null))
    expect(await claimAll(storage, at(30))).toEqual([])
    await storage.issues.setStatus(of, 'resolved', by(bob.id))
    await persist(event({ hashes: ['same'], receivedAt: at(5), release: '2.0' }))
    const [mail] = await claimAll(storage, at(30))
    expect(mail).toMatchObject({ organizationId, issueId: issue.id, userId: bob.id })
    expect(mail?.news.map(({ activity }) => activity.kind)).toEqual(['set_regression'])
  })

  it('waits until it is gathered, and as long as it is put off; what happens meanwhile leaves with it', async () => {
    const { storage, ada, bob, issue, of, organizationId } = await aPlace()
    const { workMails, issues } = storage
    await issues.assign(of, { kind: 'user', id: bob.id }, by(ada.id))
    expect(await workMails.claim(at(1), at(60))).toBeNull()
    const first = await workMails.claim(afterGathering(0), at(60))
    expect(first?.userId).toBe(bob.id)
    if (first === null) return
    await workMails.postpone(first, at(10), true)
    expect(await workMails.claim(at(9), at(60))).toBeNull()
    const comment = await issues.comment(organizationId, issue.id, { text: 'One', mentions: [] }, by(ada.id, 9))
    await issues.comment(organizationId, issue.id, { text: 'Two', mentions: [] }, by(ada.id, 9))
    await issues.deleteComment(organizationId, issue.id, comment?.id ?? '')
    const second = await workMails.claim(at(10), at(60))
    expect(second?.news.map(({ activity }) => activity.data.text)).toEqual([undefined, 'Two'])
    expect(second?.failures).toBe(1)
    await storage.users.delete(bob.id)
    expect(await workMails.claim(at(600), at(700))).toBeNull()
  })

  it('is claimed once by many at the same time, and forgotten when it is too old', async () => {
    const { storage, ada, bob, of, event, persist, filter } = await aPlace()
    const { workMails, issues } = storage
    await persist(...Array.from({ length: 9 }, (_, index) => event({ hashes: [`h${index}`] })))
    await issues.assign(filter(), { kind: 'user', id: bob.id }, by(ada.id))
    const claims = await Promise.all(Array.from({ length: 20 }, () => workMails.claim(at(5), at(60))))
    const ids = claims.flatMap((mail) => (mail === null ? [] : [mail.issueId]))
    expect(ids).toHaveLength(10)
    expect(new Set(ids).size).toBe(10)
    await workMails.deleteOld(at(61))
    expect(await claimAll(storage, at(600))).toEqual([])
    expect(of.ids).toHaveLength(1)
  })
}
