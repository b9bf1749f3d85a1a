import { afterAll, beforeAll, beforeEach } from '@jest/globals'
import { fakeClock } from '../../src/testing/fake-clock.js'
import { aWorld, report, type Tenant, type World } from './world.js'

/** An app on a clock that stands, for the tests of one file; and an organization for all of them, or for each its own. */
export function tenantPer(scope: 'file' | 'test') {
  const clock = fakeClock()
  let world: World
  let acme: Tenant

  beforeAll(async () => {
    world = await aWorld({ clock })
  })
  afterAll(() => world.stop())
  const before = scope === 'file' ? beforeAll : beforeEach
  before(async () => {
    acme = await world.tenant()
  })

  return {
    clock,
    get world() {
      return world
    },
    get acme() {
      return acme
    },
    /** The slug of the organization. */
    get org() {
      return acme.organization.slug
    },
    /** As its owner; `path` is below `/api/0`. */
    ask: (method: string, path: string, body?: unknown) =>
      world.ask(method, `/api/0${path}`, { token: acme.token, ...(body === undefined ? {} : { body }) }),
    report: (event: Record<string, unknown>) => report(world.app, acme.key, event),
  }
}
