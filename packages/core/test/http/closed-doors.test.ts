import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { startSession } from '../../src/auth/sessions.js'
import { aUser, aWorld, type World } from './world.js'

const BASE = '/_allauth/browser/v1'

let world: World
beforeAll(async () => {
  world = await aWorld()
})
afterAll(() => world.stop())

describe('what the auth API has and this server does not do', () => {
  it.each(['auth/code/confirm', 'auth/phone/verify', 'auth/phone/verify/resend'])(
    'is not waited for: %s',
    async (path) => {
      const ask = { cookie: 'csrftoken=x', headers: { 'x-csrftoken': 'x' }, body: { code: '123456' } }
      expect(await world.ask('POST', `${BASE}/${path}`, ask)).toMatchObject({ status: 409, body: { status: 409 } })
    },
  )

  it('is said of phones: nobody has one', async () => {
    const { secret } = await startSession(world.app.context, await aUser(world.app), { userAgent: null, ip: null })
    const ask = { cookie: `sessionid=${secret}; csrftoken=x`, headers: { 'x-csrftoken': 'x' } }
    expect((await world.ask('GET', `${BASE}/account/phone`, ask)).body).toEqual({ status: 200, data: [] })
    expect(await world.ask('POST', `${BASE}/account/phone`, { ...ask, body: { phone: '+1' } })).toMatchObject({
      status: 400,
      body: { errors: [{ param: 'phone' }] },
    })
  })
})
