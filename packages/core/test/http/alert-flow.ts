import { afterEach, beforeEach } from '@jest/globals'
import { memoryFetcher } from '../../src/adapters/memory-fetcher.js'
import { memoryMailer } from '../../src/adapters/memory-mailer.js'
import { type FakeClock, fakeClock } from '../../src/testing/fake-clock.js'
import { anError, aWorld, report, type World } from './world.js'

export const HOOK = { recipientType: 'webhook', url: 'https://hooks.example.com/services/T0000001?token=s3cret-token' }
export const MAIL = { recipientType: 'email' }
export type Body = Record<string, unknown>

/** An organization whose messages leave by a clock that the test moves. */
interface Flow {
  clock: FakeClock
  fetcher: ReturnType<typeof memoryFetcher>
  mailer: ReturnType<typeof memoryMailer>
  /** What receivers answer with. */
  status: number
  headers: Record<string, string>
  world: World
  tenant: Awaited<ReturnType<World['tenant']>>
}

export const flow = {} as Flow

/** Begins each test of the file with a new one. */
export function eachWithFlow(): void {
  beforeEach(async () => {
    const answer = () => ({ status: flow.status, headers: flow.headers, body: 'for s3cret-token it is too much' })
    const parts = { clock: fakeClock(), fetcher: memoryFetcher(answer), mailer: memoryMailer() }
    Object.assign(flow, parts, { status: 200, headers: {}, world: await aWorld(parts) })
    flow.tenant = await flow.world.tenant()
  })
  afterEach(() => flow.world.stop())
}

export const ask = (method: string, at: string, body?: unknown, token = flow.tenant.token) =>
  flow.world.ask(method, `/api/0/${at}`, { token, ...(body === undefined ? {} : { body }) })

export const org = (path: string) => `organizations/${flow.tenant.organization.slug}/${path}`

export async function anAlert(alert: object = {}): Promise<number> {
  const { organization, project } = flow.tenant
  const fields = { name: 'Errors', timespanMinutes: 60, quantity: 1, alertRecipients: [HOOK], ...alert }
  const made = await ask('POST', `projects/${organization.slug}/${project.slug}/alerts/`, fields)
  return (made.body as { id: number }).id
}

export const log = async (query = '') => (await ask('GET', org(`deliveries/${query}`))).body as Body[]

/** Everything that is due by then is done. */
export async function pass(seconds: number, step = 1): Promise<void> {
  for (let second = 0; second < seconds; second += step) {
    await flow.clock.advance(1000 * step)
    for (let turn = 0; turn < 5; turn += 1) await new Promise((done) => setImmediate(done))
  }
}

export const happen = (...messages: readonly string[]) =>
  Promise.all(messages.map((message) => report(flow.world.app, flow.tenant.key, anError(message))))
