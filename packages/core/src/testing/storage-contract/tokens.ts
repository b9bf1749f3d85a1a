import { expect, it } from '@jest/globals'
import { minutesAfter, NOON } from '../builders.js'
import type { Subject } from './subject.js'
import { ALL, aName, aUser, expectCode, UNKNOWN_IDS, walk } from './world.js'

export function tokensContract({ storage }: Subject): void {
  it('a token is found by its hash with its user', async () => {
    const { tokens } = storage()
    const user = await aUser(storage())
    const tokenHash = aName('hash')
    const token = await tokens.create({
      userId: user.id,
      label: 'ci',
      scopes: ['event:read', 'project:write'],
      tokenHash,
    })
    expect(token).toMatchObject({ userId: user.id, label: 'ci', scopes: ['event:read', 'project:write'] })
    expect(token.lastUsedAt).toBeNull()
    expect(await tokens.findByHash(tokenHash, NOON)).toEqual({ token, user })
    expect(await tokens.findByHash('unknown', NOON)).toBeNull()
  })

  it('a token with the same hash is the same token with new label and scopes', async () => {
    const { tokens } = storage()
    const user = await aUser(storage())
    const tokenHash = aName('hash')
    const first = await tokens.create({ userId: user.id, label: 'old', scopes: [], tokenHash })
    const again = await tokens.create({ userId: user.id, label: 'new', scopes: ['org:read'], tokenHash })
    expect(again).toEqual({ ...first, label: 'new', scopes: ['org:read'] })
    expect((await tokens.list(user.id, ALL)).items).toHaveLength(1)
  })

  it('a token of another user cannot be taken over by its hash', async () => {
    const { tokens } = storage()
    const [owner, thief] = [await aUser(storage()), await aUser(storage())]
    const tokenHash = aName('hash')
    await tokens.create({ userId: owner.id, label: '', scopes: [], tokenHash })
    await expectCode(tokens.create({ userId: thief.id, label: '', scopes: ['x'], tokenHash }), 'conflict')
    expect((await tokens.findByHash(tokenHash, NOON))?.token).toMatchObject({ userId: owner.id, scopes: [] })
  })

  it('an inactive user has no token', async () => {
    const { tokens, users } = storage()
    const user = await aUser(storage())
    const tokenHash = aName('hash')
    await tokens.create({ userId: user.id, label: '', scopes: [], tokenHash })
    await users.update(user.id, { isActive: false })
    expect(await tokens.findByHash(tokenHash, NOON)).toBeNull()
  })

  it('a token opens nothing from the end of its time on', async () => {
    const { tokens } = storage()
    const { id: userId } = await aUser(storage())
    const tokenHash = aName('hash')
    const token = { userId, label: '', scopes: [], tokenHash }
    const expiresAt = minutesAfter(NOON, 1)
    expect(await tokens.create({ ...token, expiresAt })).toMatchObject({ expiresAt })
    expect(await tokens.findByHash(tokenHash, NOON)).toMatchObject({ token: { expiresAt } })
    expect(await tokens.findByHash(tokenHash, expiresAt)).toBeNull()
    expect(await tokens.create(token)).toMatchObject({ expiresAt: null })
    expect(await tokens.findByHash(tokenHash, expiresAt)).not.toBeNull()
  })

  it('tokens are listed by age, page by page, of one user only', async () => {
    const { tokens } = storage()
    const [user, other] = [await aUser(storage()), await aUser(storage())]
    for (let index = 0; index < 12; index += 1)
      await tokens.create({ userId: user.id, label: `t${index}`, scopes: [], tokenHash: aName('hash') })
    const labels = (await walk((page) => tokens.list(user.id, page), 5)).map((token) => token.label)
    expect(labels).toEqual(Array.from({ length: 12 }, (_, index) => `t${index}`))
    expect((await tokens.list(other.id, ALL)).items).toEqual([])
    expect((await tokens.list('abc', ALL)).items).toEqual([])
  })

  it('a token is deleted by its owner only', async () => {
    const { tokens } = storage()
    const [user, other] = [await aUser(storage()), await aUser(storage())]
    const { id } = await tokens.create({ userId: user.id, label: '', scopes: [], tokenHash: aName('hash') })
    expect(await tokens.delete(other.id, id)).toBe(false)
    for (const unknown of UNKNOWN_IDS) expect(await tokens.delete(user.id, unknown)).toBe(false)
    expect(await tokens.delete(user.id, id)).toBe(true)
    expect(await tokens.delete(user.id, id)).toBe(false)
  })

  it('the last use is noted', async () => {
    const { tokens } = storage()
    const user = await aUser(storage())
    const tokenHash = aName('hash')
    const { id } = await tokens.create({ userId: user.id, label: '', scopes: [], tokenHash })
    await tokens.touch(id, NOON)
    await tokens.touch('abc', NOON)
    expect((await tokens.findByHash(tokenHash, NOON))?.token.lastUsedAt).toEqual(NOON)
  })
}
