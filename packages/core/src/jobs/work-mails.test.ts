import { afterEach, describe, expect, it } from '@jest/globals'
import { memoryMailer } from '../adapters/memory-mailer.js'
import { memoryStorage } from '../adapters/memory-storage/memory-storage.js'
import { createApp } from '../app.js'
import { fakeClock } from '../testing/fake-clock.js'
import { aUser, aWorld } from '../testing/storage-contract/world.js'
import type { BackgroundWork } from './background.js'
import { createWorkMails } from './work-mails.js'

const MINUTE_MS = 60_000
let work: BackgroundWork | null = null
afterEach(() => work?.stop())

/** Ada owns the place; Bob is a member, and is told of what she does. */
async function aPlace({ refusals = 0 } = {}) {
  let refused = 0
  const [storage, clock] = [memoryStorage(), fakeClock()]
  const mailer = memoryMailer({ refuses: () => refused++ < refusals })
  const logger = { debug() {}, info() {}, warn() {}, error() {} }
  const { context } = createApp({
    url: 'https://errors.example.com/at',
    storage,
    clock,
    mailer,
    logger,
    secretKey: 'k'.repeat(32),
  })
  const world = await aWorld(storage)
  const bob = await aUser(storage, { name: 'Bob' })
  await storage.organizations.addMember(world.organizationId, bob.id, 'member')
  const issue = await world.issueOf({ title: 'TypeError: <x>\nis\u0000 no function' })
  const by = () => ({ userId: world.user.id, via: 'web' as const, at: clock.now() })
  work = createWorkMails(context)
  work.start()
  await clock.asleep()
  /** The job has had its turns by then. */
  const pass = async (minutes: number) => {
    for (let third = 0; third < minutes * 3; third += 1) {
      await clock.advance(MINUTE_MS / 3)
      await clock.asleep()
    }
  }
  return {
    ...{ storage, bob, issue, pass, sent: mailer.sent },
    ...{ organizationId: world.organizationId, projectId: world.projectId },
    assign: () => storage.issues.assign(world.filter(), { kind: 'user', id: bob.id }, by()),
    comment: (text: string) => storage.issues.comment(world.organizationId, issue.id, { text, mentions: [] }, by()),
    resolve: () => storage.issues.setStatus(world.filter(), 'resolved', by()),
  }
}

describe('mails about work', () => {
  it('gather what happens to an issue within minutes, and tell it once', async () => {
    const { assign, comment, pass, sent, bob } = await aPlace()
    await assign()
    await pass(1)
    await comment('Look at <this>')
    expect(sent).toEqual([])
    await pass(2)
    expect(sent).toHaveLength(1)
    const [mail] = sent
    expect(mail).toMatchObject({ to: bob.email, subject: expect.stringMatching(/-1 TypeError: <x> is no function$/i) })
    expect(mail?.text).toMatch(
      /\n\nAda assigned this to Bob\.\n\nAda wrote:\n\n> Look at <this>\n\nSee \S+: https:\/\/errors\.example\.com\/at\//,
    )
    expect(mail?.text).toContain('https://errors.example.com/at/profile/notifications')
    expect(mail?.html).toContain('Look at &#60;this&#62;')
    expect(mail?.html).not.toContain('<this>')
    expect(mail).toMatchObject({
      unsubscribeUrl: expect.stringMatching(/^https:\/\/errors\.example\.com\/at\/unsubscribe\/.+\/$/),
      messageId: expect.stringMatching(/^<work-.+@errors\.example\.com>$/),
      inReplyTo: expect.stringMatching(/^<thread-[0-9a-f]{24}@errors\.example\.com>$/),
    })
    await pass(30)
    expect(sent).toHaveLength(1)
  })

  it('are kept back from who has muted the issue, and from nobody else', async () => {
    const { storage, assign, comment, pass, sent, bob, issue, projectId, organizationId } = await aPlace()
    const mute = {
      organizationId,
      projectId,
      issueId: issue.id,
      until: null,
      createdAt: new Date(0),
      createdById: null,
    }
    await storage.mutes.create({ ...mute, userId: null })
    await assign()
    await pass(3)
    expect(sent).toHaveLength(1)
    await storage.mutes.create({ ...mute, userId: bob.id })
    await comment('Still there')
    await pass(3)
    expect(sent).toHaveLength(1)
  })

  it('tell of no kind that somebody does not want, and of none in quiet hours', async () => {
    const { storage, assign, comment, resolve, pass, sent, bob, projectId } = await aPlace()
    await storage.accounts.chooseMails(bob.id, {
      projects: new Map([[projectId, { assigned: false, followed: false }]]),
    })
    await assign()
    await comment('Nobody hears of it')
    await pass(5)
    expect(sent).toEqual([])
    // The clock stands at 05:35 on a Wednesday.
    const quietHours = { start: '05:00', end: '06:00', timeZone: 'UTC', days: [3] }
    await storage.accounts.chooseMails(bob.id, { projects: new Map([[projectId, { followed: null }]]), quietHours })
    await resolve()
    await pass(20)
    expect(sent).toEqual([])
    await pass(6)
    expect(sent.map(({ text }) => text.includes('Ada resolved this.'))).toEqual([true])
  })

  it('that are not taken are tried again, and given up in the end', async () => {
    const twice = await aPlace({ refusals: 2 })
    await twice.assign()
    await twice.pass(15)
    expect(twice.sent).toHaveLength(1)
    await work?.stop()
    const always = await aPlace({ refusals: 5 })
    await always.assign()
    await always.pass(40)
    expect(always.sent).toEqual([])
    await always.resolve()
    await always.pass(3)
    expect(always.sent.map(({ text }) => text.includes('assigned'))).toEqual([false])
  })
})
