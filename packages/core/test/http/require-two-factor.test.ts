import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { startSession } from '../../src/auth/sessions.js'
import { routes } from '../../src/http/routes/index.js'
import type { User } from '../../src/ports/model.js'
import { aPlace, type Place } from './access-world.js'
import { anError, aWorld, report, type World } from './world.js'

const REFUSED = { status: 403, body: { code: 'second_factor_required' } }

let world: World
let place: Place

beforeEach(async () => {
  world = await aWorld()
  place = await aPlace(world)
})
afterEach(() => world.stop())

const addFactor = ({ id }: User) =>
  world.app.context.storage.secondFactors.addTotp(id, {
    ...{ sealedSecret: 'sealed', step: 1, sealedCodes: 'codes', now: new Date() },
  })
const turnOn = () => ask('PUT', `/api/0/organizations/${place.organization.slug}/`, { require2fa: true })
const ask = (method: string, path: string, body?: unknown, token = place.token) =>
  world.ask(method, path, { token, ...(body === undefined ? {} : { body }) })

describe('an organization that asks for a second factor', () => {
  it('is made so only by who has one, and the audit log says who did', async () => {
    expect(await turnOn()).toMatchObject(REFUSED)
    expect((await ask('GET', `/api/0/organizations/${place.organization.slug}/`)).body).toMatchObject({
      require2fa: false,
    })
    await addFactor(place.owner)
    expect(await turnOn()).toMatchObject({ status: 200, body: { require2fa: true } })
    const { items } = await world.app.context.storage.audit.list(
      place.organization.id,
      { limit: 1, cursor: null },
      { action: 'organization.' },
    )
    expect(items).toMatchObject([
      { userId: place.owner.id, before: { requireTwoFactor: false }, after: { requireTwoFactor: true } },
    ])
  })

  it('shows nothing to members without one, by token or in a browser, on any route, and says what to do', async () => {
    await addFactor(place.owner)
    await turnOn()
    const { user, token } = await world.member('owner', place.organization)
    const { secret } = await startSession(world.app.context, user, { userAgent: null, ip: null })
    const browser = { cookie: `sessionid=${secret}; csrftoken=x`, headers: { 'x-csrftoken': 'x' } }
    const own = routes.filter(({ path, auth }) => auth.kind === 'user' && /:(org|issue)\b/.test(path))
    expect(own.length).toBeGreaterThan(60)
    for (const route of own) {
      const path = place.pathOf(route)
      const answers = [await world.ask(route.method, path, { token }), await world.ask(route.method, path, browser)]
      for (const answer of answers) {
        const body = route.method === 'HEAD' ? {} : REFUSED
        expect({ route: `${route.method} ${route.path}`, ...answer }).toMatchObject({ ...body, status: 403 })
      }
    }
    const refused = await world.ask('GET', `/api/0/issues/${place.issue}/`, { token })
    expect(refused.body).toMatchObject({ detail: expect.stringContaining('https://mishap.example/profile/security') })
  })

  it('is named in the list of organizations, and its projects are in no list', async () => {
    await addFactor(place.owner)
    await turnOn()
    const { user, token } = await world.member('member', place.organization)
    const { body } = await ask('GET', '/api/0/organizations/', undefined, token)
    expect(body).toMatchObject([{ slug: place.organization.slug, require2fa: true }])
    expect((await ask('GET', '/api/0/projects/', undefined, token)).body).toEqual([])
    await addFactor(user)
    expect((await ask('GET', '/api/0/projects/', undefined, token)).body).toHaveLength(1)
    expect((await ask('GET', `/api/0/issues/${place.issue}/`, undefined, token)).status).toBe(200)
  })

  it('is as if it were not there for strangers, and takes events from everybody who has its key', async () => {
    await addFactor(place.owner)
    await turnOn()
    const stranger = await world.tenant()
    const path = `/api/0/organizations/${place.organization.slug}/`
    expect((await ask('GET', path, undefined, stranger.token)).status).toBe(404)
    const eventId = await report(world.app, place.key, anError('still here'))
    expect(await world.app.context.storage.events.issueOfEvent(place.organization.id, eventId)).not.toBeNull()
  })
})
