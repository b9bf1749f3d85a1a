import { expect, it } from '@jest/globals'
import { type MailKind, wantsMail } from '../../ports/mail-choices.js'
import { minutesAfter, NOON } from '../builders.js'
import type { Subject } from './subject.js'
import { aName, aProject, aUser, aWorld, expectCode, UNKNOWN_IDS } from './world.js'

export function accountsContract({ storage, empty }: Subject): void {
  const anAddress = () => `${aName('second')}@example.com`
  const secretFor = async (userId: string, email: string) => {
    const tokenHash = aName('hash')
    await storage().accounts.addConfirmation({ tokenHash, userId, email, expiresAt: minutesAfter(NOON, 60) })
    return tokenHash
  }
  const verify = async (userId: string, email: string) =>
    storage().accounts.confirm(await secretFor(userId, email), NOON)

  it('a user has a primary address, and others beside it', async () => {
    const { accounts } = storage()
    const { id, email: primary } = await aUser(storage())
    const second = anAddress()
    expect(await accounts.emails(id)).toEqual([{ email: primary, isPrimary: true, isVerified: false }])
    const added = await accounts.addEmail(id, second)
    expect(added).toEqual({ email: second, isPrimary: false, isVerified: false })
    expect(await accounts.emails(id)).toEqual([{ email: primary, isPrimary: true, isVerified: false }, added])
    expect(await accounts.removeEmail(id, primary)).toBe(false)
    expect(await accounts.removeEmail(id, second.toUpperCase())).toBe(true)
    expect(await accounts.removeEmail(id, second)).toBe(false)
    for (const unknown of UNKNOWN_IDS) expect(await accounts.emails(unknown)).toEqual([])
  })

  it('a secret confirms an address once, in its time, and only while the user has it', async () => {
    const { accounts } = storage()
    const { id, email: primary } = await aUser(storage())
    const second = anAddress()
    await accounts.addEmail(id, second)
    const earlier = await secretFor(id, second)
    const secret = await secretFor(id, second.toUpperCase())
    expect(await accounts.confirm(earlier, NOON)).toBeNull()
    expect(await accounts.findConfirmation(secret, NOON)).toEqual({ userId: id, email: second.toUpperCase() })
    expect(await accounts.confirm(secret, minutesAfter(NOON, 60))).toBeNull()
    expect(await accounts.confirm('unknown', NOON)).toBeNull()
    expect(await accounts.confirm(secret, NOON)).toMatchObject({ userId: id })
    expect(await accounts.confirm(secret, NOON)).toBeNull()
    await verify(id, primary)
    expect(await accounts.emails(id)).toEqual([
      { email: primary, isPrimary: true, isVerified: true },
      { email: second, isPrimary: false, isVerified: true },
    ])
    const third = anAddress()
    await accounts.addEmail(id, third)
    const lost = await secretFor(id, third)
    await accounts.removeEmail(id, third)
    expect(await accounts.confirm(lost, NOON)).toBeNull()
  })

  it('secrets that have expired are dropped by and by', async () => {
    const fresh = await empty()
    const { id: userId, email } = await aUser(fresh)
    await fresh.accounts.addConfirmation({ tokenHash: 'late', userId, email, expiresAt: minutesAfter(NOON, 60) })
    await fresh.maintain({ now: minutesAfter(NOON, 59), retentionDays: 7 })
    expect(await fresh.accounts.findConfirmation('late', NOON)).not.toBeNull()
    await fresh.maintain({ now: minutesAfter(NOON, 60), retentionDays: 7 })
    expect(await fresh.accounts.findConfirmation('late', NOON)).toBeNull()
  })

  it('only a verified address becomes the primary one, and the one before stays', async () => {
    const { accounts, users } = storage()
    const { id, email: primary } = await aUser(storage())
    const second = anAddress()
    await accounts.addEmail(id, second)
    expect(await accounts.setPrimaryEmail(id, second)).toBeNull()
    expect(await accounts.setPrimaryEmail(id, primary)).toBeNull()
    await verify(id, second)
    expect(await accounts.setPrimaryEmail(id, second.toUpperCase())).toMatchObject({ id, email: second })
    expect(await users.getByEmail(second)).toMatchObject({ id })
    expect(await users.getByEmail(primary)).toBeNull()
    expect(await accounts.emails(id)).toEqual([
      { email: second, isPrimary: true, isVerified: true },
      { email: primary, isPrimary: false, isVerified: false },
    ])
  })

  it('an address belongs to whoever verified it', async () => {
    const { accounts } = storage()
    const [ada, bob] = [await aUser(storage()), await aUser(storage())]
    const contested = anAddress()
    await expectCode(accounts.addEmail(bob.id, ada.email.toUpperCase()), 'conflict')
    await accounts.addEmail(ada.id, contested)
    await expectCode(accounts.addEmail(ada.id, contested), 'conflict')
    await accounts.addEmail(bob.id, contested)
    expect(await verify(bob.id, contested)).not.toBeNull()
    await expectCode(verify(ada.id, contested), 'conflict')
    await accounts.removeEmail(ada.id, contested)
    await expectCode(accounts.addEmail(ada.id, contested), 'conflict')
  })

  it('an address that became the primary one of another is not verified or taken any more', async () => {
    const { accounts } = storage()
    const ada = await aUser(storage())
    const address = anAddress()
    await accounts.addEmail(ada.id, address)
    await verify(ada.id, address)
    await aUser(storage(), { email: address })
    await expectCode(accounts.setPrimaryEmail(ada.id, address), 'conflict')
    expect(await accounts.emails(ada.id)).toHaveLength(2)
    await expectCode(verify(ada.id, address), 'conflict')
  })

  it('somebody hears of what they chose, and of the rest by default', async () => {
    const { accounts } = storage()
    const { user, projectId, organizationId } = await aWorld(storage())
    const other = await aProject(storage(), organizationId)
    expect(await accounts.subscribesByDefault(user.id)).toBe(true)
    await accounts.setSubscribesByDefault(user.id, false)
    expect(await accounts.subscribesByDefault(user.id)).toBe(false)
    await accounts.setProjectNotification(user.id, projectId, true)
    await accounts.setProjectNotification(user.id, other.id, true)
    await accounts.setProjectNotification(user.id, other.id, false)
    const chosen = [...(await accounts.projectNotifications(user.id))].sort()
    expect(chosen).toEqual(
      [
        [projectId, true],
        [other.id, false],
      ].sort(),
    )
    await accounts.setProjectNotification(user.id, projectId, null)
    await storage().projects.delete(organizationId, other.id)
    expect((await accounts.projectNotifications(user.id)).size).toBe(0)
    await expectCode(accounts.setProjectNotification(user.id, '999999999999', true), 'not_found')
  })

  it('mails are chosen kind by kind, by default and of a project', async () => {
    const { accounts } = storage()
    const { user, projectId, organizationId } = await aWorld(storage())
    const other = await aProject(storage(), organizationId)
    const wanted = async (kind: MailKind, of = projectId) => wantsMail(await accounts.mailChoices(user.id), of, kind)
    const all = { alerts: true, uptime: true, limits: true, assigned: true, mentioned: true, followed: true }
    expect(await accounts.mailChoices(user.id)).toEqual({ byDefault: all, projects: new Map(), quietHours: null })
    await accounts.chooseMails(user.id, {
      byDefault: { followed: false },
      projects: new Map([[projectId, { uptime: true, followed: true }]]),
    })
    await accounts.setSubscribesByDefault(user.id, false)
    const byDefault = { ...all, alerts: false, uptime: false, limits: false, followed: false }
    expect(await accounts.mailChoices(user.id)).toEqual({
      byDefault,
      projects: new Map([[projectId, { uptime: true, followed: true }]]),
      quietHours: null,
    })
    expect([await wanted('uptime'), await wanted('limits'), await wanted('followed')]).toEqual([true, false, true])
    expect([await wanted('uptime', other.id), await wanted('assigned', other.id)]).toEqual([false, true])
    await accounts.chooseMails(user.id, {
      projects: new Map([
        [projectId, { uptime: null, followed: null, alerts: true }],
        [other.id, { assigned: false }],
      ]),
    })
    expect([...(await accounts.mailChoices(user.id)).projects].sort()).toEqual(
      [
        [projectId, { alerts: true }],
        [other.id, { assigned: false }],
      ].sort(),
    )
    expect([await wanted('uptime'), await wanted('limits'), await wanted('followed')]).toEqual([true, true, false])
    expect(await accounts.projectNotifications(user.id)).toEqual(new Map([[projectId, true]]))
    await accounts.chooseMails(user.id, { projects: new Map([[projectId, { alerts: null }]]) })
    expect([...(await accounts.mailChoices(user.id)).projects.keys()]).toEqual([other.id])
  })

  it('quiet hours stay until they are taken back, and what is wrong with a choice keeps all of it out', async () => {
    const { accounts } = storage()
    const { user, projectId } = await aWorld(storage())
    const quietHours = { start: '22:00', end: '07:00', timeZone: 'Europe/Berlin', days: [1, 2, 7] }
    await accounts.chooseMails(user.id, { quietHours })
    await accounts.chooseMails(user.id, { byDefault: { uptime: false } })
    expect(await accounts.mailChoices(user.id)).toMatchObject({ quietHours, byDefault: { uptime: false } })
    for (const unknown of UNKNOWN_IDS) {
      const projects = new Map([
        [projectId, { alerts: false }],
        [unknown, { alerts: false }],
      ])
      await expectCode(accounts.chooseMails(user.id, { projects, quietHours: null }), 'not_found')
      await expectCode(accounts.chooseMails(unknown, { quietHours: null }), 'not_found')
    }
    expect(await accounts.mailChoices(user.id)).toMatchObject({ quietHours, projects: new Map() })
    await accounts.chooseMails(user.id, { quietHours: null })
    expect((await accounts.mailChoices(user.id)).quietHours).toBeNull()
  })
}
