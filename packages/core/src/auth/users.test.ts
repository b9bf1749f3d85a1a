import { describe, expect, it } from '@jest/globals'
import { memoryStorage } from '../adapters/memory-storage/memory-storage.js'
import { createApp } from '../app.js'
import { createApiToken } from './api-tokens.js'
import { verifyPassword } from './password.js'
import { hashToken } from './tokens.js'
import { createUser, ensureUser, isEmail } from './users.js'

const aContext = () => createApp({ url: 'http://localhost', storage: memoryStorage() }).context
const ADA = { email: ' ada@example.com ', password: 'violet grammar 9', isSuperuser: true }

describe('createUser', () => {
  it('keeps no password, and takes an address once', async () => {
    const context = aContext()
    const user = await createUser(context, ADA)
    expect(user).toMatchObject({ email: 'ada@example.com', isSuperuser: true, isActive: true })
    expect(JSON.stringify(user)).not.toContain(ADA.password)
    await expect(createUser(context, { ...ADA, email: 'ADA@example.com' })).rejects.toMatchObject({ code: 'conflict' })
  })

  it('names what is wrong', async () => {
    const context = aContext()
    await expect(createUser(context, { ...ADA, email: 'ada' })).rejects.toMatchObject({
      code: 'invalid_input',
      fields: [{ loc: ['body', 'payload', 'email'] }],
    })
    await expect(createUser(context, { ...ADA, password: 'password1' })).rejects.toMatchObject({
      fields: [{ loc: ['body', 'payload', 'password'] }],
    })
  })
})

describe('ensureUser', () => {
  it('makes the user once, whoever calls it and how often', async () => {
    const context = aContext()
    const users = await Promise.all([ensureUser(context, ADA), ensureUser(context, ADA), ensureUser(context, ADA)])
    expect(new Set(users.map(({ id }) => id)).size).toBe(1)
  })

  it('brings password and rights up to what is asked, and takes none away', async () => {
    const context = aContext()
    await createUser(context, { ...ADA, isSuperuser: false })
    const changed = await ensureUser(context, { ...ADA, password: 'another secret 7' })
    expect(changed.isSuperuser).toBe(true)
    expect(await verifyPassword('another secret 7', changed.passwordHash)).toBe(true)
    const again = await ensureUser(context, { ...ADA, password: 'another secret 7', isSuperuser: false })
    expect(again.isSuperuser).toBe(true)
    expect(again.passwordHash).toBe(changed.passwordHash)
  })
})

describe('createApiToken', () => {
  it('takes a value that an operator has chosen, again and again', async () => {
    const context = aContext()
    const user = await context.storage.users.create({
      email: 'a@b.c',
      name: '',
      passwordHash: null,
      isSuperuser: false,
    })
    const make = (label: string) =>
      createApiToken(context, { userId: user.id, label, scopes: ['org:read'], value: 'token' })
    const [first, second] = [await make('one'), await make('two')]
    expect(second.token.id).toBe(first.token.id)
    expect(await context.storage.tokens.findByHash(hashToken('token'), new Date())).toMatchObject({
      token: { label: 'two' },
    })
    await expect(createApiToken(context, { userId: user.id, label: '', scopes: [], value: 'a b c' })).rejects.toThrow(
      /without spaces/,
    )
  })
})

describe('isEmail', () => {
  it.each([
    ['ada@example.com', true],
    ['a@localhost', true],
    ['ada', false],
    ['@x', false],
    ['a@b@c', false],
    ['a b@c', false],
    ['a@b\0', false],
    [`${'x'.repeat(300)}@example.com`, false],
  ])('%.20s: %s', (text, expected) => {
    expect(isEmail(text)).toBe(expected)
  })
})
