import { memoryStorage } from '../../src/adapters/memory-storage/memory-storage.js'
import { type App, type AppOptions, createApp } from '../../src/app.js'
import { createApiToken } from '../../src/auth/api-tokens.js'
import { SCOPES } from '../../src/auth/scopes.js'
import { createOrganization } from '../../src/orgs/create.js'
import type { Organization, Project, ProjectKey, Role, Team, User } from '../../src/ports/model.js'
import type { Logger } from '../../src/ports/runtime.js'
import { createProject } from '../../src/projects/create.js'
import { newEventId } from '../../src/protocol/ids.js'
import { contractFault, contractOf } from './contracts.js'
import { comparedWithDescription } from './own-contract.js'

export const quietLogger: Logger = { debug() {}, info() {}, warn() {}, error() {} }

/** An answer with its body read. */
export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly cookies: readonly string[]
  /** The body as JSON, or as text where it is none. */
  readonly body: never
}

export interface Ask {
  readonly token?: string
  readonly cookie?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
}

/** An app over a storage in memory, that drains; `stop` it after the test. */
export async function aWorld(options: Partial<AppOptions> = {}) {
  const app = comparedWithDescription(
    createApp({ url: 'https://mishap.example', storage: memoryStorage(), logger: quietLogger, ...options }),
  )
  await app.work()
  return {
    app,
    stop: () => app.stop(),
    ask: (method: string, path: string, ask: Ask = {}) => askApp(app, method, path, ask),
    member: (role: Role, organization: Organization) => aMember(app, role, organization),
    tenant: (name?: string) => aTenant(app, name),
  }
}

export type World = Awaited<ReturnType<typeof aWorld>>

let count = 0

/** An organization with an owner, a team, a project and its key. */
async function aTenant(app: App, name = `Acme ${++count}`) {
  const user = await aUser(app)
  const organization = await createOrganization(app.context, { name, ownerId: user.id })
  const membership = await app.context.storage.organizations.membership(organization.id, user.id)
  const team = await app.context.storage.teams.create({
    organizationId: organization.id,
    slug: 'crew',
    creatorMembershipId: membership?.id ?? null,
  })
  const project = await createProject(app.context, { organization, team, name: 'Web', platform: 'node' })
  const keys = await app.context.storage.projects.listKeys(organization.id, project.id, { limit: 1, cursor: null })
  const token = await aToken(app, user)
  return { user, organization, team, project, key: keys.items[0] as ProjectKey, token }
}

export type Tenant = {
  user: User
  organization: Organization
  team: Team
  project: Project
  key: ProjectKey
  token: string
}

/** A member with this role, and a token with every scope. */
async function aMember(app: App, role: Role, organization: Organization): Promise<{ user: User; token: string }> {
  const user = await aUser(app)
  await app.context.storage.organizations.addMember(organization.id, user.id, role)
  return { user, token: await aToken(app, user) }
}

export function aUser(app: App): Promise<User> {
  const email = `user-${++count}@example.com`
  return app.context.storage.users.create({ email, name: '', passwordHash: null, isSuperuser: false })
}

export async function aToken(app: App, user: User, scopes: readonly string[] = SCOPES): Promise<string> {
  const { value } = await createApiToken(app.context, { userId: user.id, label: 'test', scopes })
  return value
}

/** Sends an event as an SDK does; resolves when it is stored. */
export async function report(app: App, key: ProjectKey, event: Record<string, unknown> = {}): Promise<string> {
  const eventId = (event.event_id as string | undefined) ?? newEventId()
  const body = `${JSON.stringify({ event_id: eventId })}\n{"type":"event"}\n${JSON.stringify({ ...event, event_id: eventId })}\n`
  const url = `https://mishap.example/api/${key.projectId}/envelope/?sentry_key=${key.publicKey}`
  const response = await app.fetch(new Request(url, { method: 'POST', body }))
  if (response.status !== 200) throw new Error(`the event was refused: ${response.status} ${await response.text()}`)
  return eventId
}

/** An error with a stack of one frame in the app, so that each type is an issue of its own. */
export function anError(type: string, more: Record<string, unknown> = {}): Record<string, unknown> {
  const frame = { filename: 'app.js', function: `run${type}`, lineno: 3, in_app: true }
  return {
    platform: 'node',
    exception: { values: [{ type, value: 'it broke', stacktrace: { frames: [frame] } }] },
    ...more,
  }
}

async function askApp(app: App, method: string, path: string, ask: Ask): Promise<Answer> {
  const headers = new Headers(ask.headers)
  if (ask.token !== undefined) headers.set('authorization', `Bearer ${ask.token}`)
  if (ask.cookie !== undefined) headers.set('cookie', ask.cookie)
  if (ask.body !== undefined && !headers.has('content-type')) headers.set('content-type', 'application/json')
  const body = ask.body === undefined || typeof ask.body === 'string' ? ask.body : JSON.stringify(ask.body)
  const url = new URL(path, app.context.config.url)
  const response = await app.fetch(new Request(url, { method, headers, ...(body === undefined ? {} : { body }) }))
  const text = await response.text()
  const read = isJson(response) ? JSON.parse(text) : text
  const contract = contractOf(method, path)
  const fault = contract === null ? null : contractFault(contract, response.status, read)
  if (fault !== null) throw new Error(`Not as the contract has it: ${fault}`)
  return {
    status: response.status,
    headers: response.headers,
    cookies: response.headers.getSetCookie(),
    body: read as never,
  }
}

function isJson(response: Response): boolean {
  const length = response.headers.get('content-length')
  return (
    response.headers.get('content-type') === 'application/json' &&
    response.status !== 204 &&
    length !== '0' &&
    response.body !== null
  )
}
