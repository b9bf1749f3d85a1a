import { expect, it } from '@jest/globals'
import type { Session } from '../../ports/model.js'
import { minutesAfter, NOON } from '../builders.js'
import type { Subject } from './subject.js'
import { aName, aUser, expectCode } from './world.js'

export function sessionsContract({ storage }: Subject): void {
  const aSession = (userId: string): Session => ({
    idHash: aName('session'),
    userId,
    createdAt: NOON,
    expiresAt: minutesAfter(NOON, 60),
    userAgent: 'Firefox',
    ip: '192.0.2.1',
    proofs: [{ by: 'password', atMs: NOON.getTime(), isAgain: false }],
  })

  it('a session is found with its user until it ends', async () => {
    const { sessions } = storage()
    const user = await aUser(storage())
    const session = aSession(user.id)
    await sessions.create(session)
    expect(await sessions.find(session.idHash, minutesAfter(NOON, 59))).toEqual({ session, user, acting: null })
    expect(await sessions.find(session.idHash, session.expiresAt)).toBeNull()
    expect(await sessions.find('unknown', NOON)).toBeNull()
  })

  it('its user may act as somebody else, and as themselves again', async () => {
    const { sessions, users } = storage()
    const [user, other] = [await aUser(storage()), await aUser(storage())]
    const session = aSession(user.id)
    await sessions.create(session)
    const acting = { userId: other.id, until: minutesAfter(NOON, 30) }
    await sessions.setActing(session.idHash, acting)
    expect(await sessions.find(session.idHash, NOON)).toEqual({ session, user, acting })
    await sessions.setActing(session.idHash, null)
    expect((await sessions.find(session.idHash, NOON))?.acting).toBeNull()
    await sessions.setActing(session.idHash, acting)
    await users.delete(other.id)
    expect(await sessions.find(session.idHash, NOON)).toEqual({ session, user, acting: null })
    await sessions.setActing('unknown', null)
  })

  it('a session that is extended lives longer', async () => {
    const { sessions } = storage()
    const session = aSession((await aUser(storage())).id)
    await sessions.create(session)
    await sessions.extend(session.idHash, minutesAfter(NOON, 120))
    await sessions.extend('unknown', minutesAfter(NOON, 120))
    expect((await sessions.find(session.idHash, minutesAfter(NOON, 90)))?.session.expiresAt).toEqual(
      minutesAfter(NOON, 120),
    )
  })

  it('an inactive user has no session', async () => {
    const { sessions, users } = storage()
    const user = await aUser(storage())
    const session = aSession(user.id)
    await sessions.create(session)
    await users.update(user.id, { isActive: false })
    expect(await sessions.find(session.idHash, NOON)).toBeNull()
  })

  it('a deleted session is gone, and deleting it again does nothing', async () => {
    const { sessions } = storage()
    const session = aSession((await aUser(storage())).id)
    await sessions.create(session)
    await sessions.delete(session.idHash)
    await sessions.delete(session.idHash)
    expect(await sessions.find(session.idHash, NOON)).toBeNull()
  })

  it('all sessions of a user can end but the one that is named', async () => {
    const { sessions } = storage()
    const user = await aUser(storage())
    const others = await aUser(storage())
    const [kept, ended, foreign] = [aSession(user.id), aSession(user.id), aSession(others.id)]
    for (const session of [kept, ended, foreign]) await sessions.create(session)
    await sessions.deleteForUser(user.id, { except: kept.idHash })
    expect(await sessions.find(kept.idHash, NOON)).not.toBeNull()
    expect(await sessions.find(ended.idHash, NOON)).toBeNull()
    await sessions.deleteForUser(user.id)
    expect(await sessions.find(kept.idHash, NOON)).toBeNull()
    expect(await sessions.find(foreign.idHash, NOON)).not.toBeNull()
  })

  it("a user's sessions are listed, the newest first, without those that have ended", async () => {
    const { sessions } = storage()
    const [user, other] = [await aUser(storage()), await aUser(storage())]
    const [older, newer] = [aSession(user.id), { ...aSession(user.id), createdAt: minutesAfter(NOON, 1) }]
    const ended = { ...aSession(user.id), expiresAt: minutesAfter(NOON, 2) }
    for (const session of [older, newer, ended, aSession(other.id)]) await sessions.create(session)
    expect(await sessions.list(user.id, minutesAfter(NOON, 2))).toEqual([newer, older])
    expect(await sessions.list('999999999999', NOON)).toEqual([])
    expect(await sessions.list('nobody', NOON)).toEqual([])
  })

  it('a session keeps how its user has shown who they are', async () => {
    const { sessions } = storage()
    const session = aSession((await aUser(storage())).id)
    await sessions.create(session)
    const proofs = [...session.proofs, { by: 'totp' as const, atMs: NOON.getTime() + 1, isAgain: true }]
    await sessions.setProofs(session.idHash, proofs)
    await sessions.setProofs('unknown', proofs)
    expect((await sessions.find(session.idHash, NOON))?.session.proofs).toEqual(proofs)
  })

  it('a session of nobody is refused', async () => {
    await expectCode(storage().sessions.create(aSession('999999999999')), 'not_found')
    await expectCode(storage().sessions.create(aSession('nobody')), 'not_found')
  })
}
