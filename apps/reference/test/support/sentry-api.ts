import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/*
 * The part of Sentry's API that an import reads, as https://docs.sentry.io/api/ describes it: a control server that knows
 * the regions, and one region that has the organization. Pages are short, so that there are several.
 */

export const SENTRY_TOKEN = 'sntryu_of-a-user'
const PAGE = 5
const DAY_MS = 86_400_000

export interface SentryData {
  readonly members: number
  readonly projects: number
  readonly issuesPerProject: number
}

export interface SentryApi {
  readonly url: string
  /** Paths in the order in which they were asked for. */
  readonly asked: string[]
  /** Called for each request before it is answered; a status is answered in its place. */
  onRequest: (
    path: string,
    count: number,
  ) => { readonly status: number; readonly headers?: Record<string, string> } | null
  close(): Promise<void>
}

export async function startSentry(data: SentryData): Promise<SentryApi> {
  const asked: string[] = []
  const api: { onRequest: SentryApi['onRequest'] } = { onRequest: () => null }
  const handle =
    (answer: (path: string, query: URLSearchParams) => unknown) =>
    (request: IncomingMessage, response: ServerResponse) => {
      const url = new URL(request.url ?? '/', 'http://sentry.test')
      const path = url.pathname.replace(/^\/api\/0\//, '')
      asked.push(path)
      const instead = api.onRequest(path, asked.length)
      if (instead !== null) return send(response, instead.status, { detail: 'Slow down.' }, instead.headers)
      if (request.headers.authorization !== `Bearer ${SENTRY_TOKEN}`)
        return send(response, 401, { detail: 'Invalid token' })
      const value = answer(path, url.searchParams)
      if (value === undefined) return send(response, 404, { detail: 'The requested resource does not exist' })
      if (!Array.isArray(value)) return send(response, 200, value)
      const start = Number(url.searchParams.get('cursor')?.split(':')[1] ?? 0)
      const page = value.slice(start, start + PAGE)
      const link = (rel: string, at: number, results: boolean) =>
        `<${url.href}&cursor=0:${at}:0>; rel="${rel}"; results="${results}"; cursor="0:${at}:0"`
      const links = [
        link('previous', Math.max(0, start - PAGE), start > 0),
        link('next', start + PAGE, start + PAGE < value.length),
      ]
      send(response, 200, page, { link: links.join(', ') })
    }
  const region = await listen(handle((path, query) => inRegion(data, path, query)))
  const regionUrl = urlOf(region)
  const control = await listen(
    handle((path) => {
      if (path === 'users/me/regions/') return { regions: [{ name: 'us', url: regionUrl }] }
      return undefined
    }),
  )
  return Object.assign(api, {
    url: urlOf(control),
    asked,
    close: async () => {
      for (const server of [control, region]) {
        server.closeAllConnections()
        await new Promise((done) => server.close(done))
      }
    },
  })
}

export const keyOfProject = (index: number) => index.toString(16).padStart(32, 'c')
/** As long as those of sentry.io. */
export const idOfProject = (index: number) => String(4505123456789000 + index)

function inRegion(data: SentryData, path: string, query: URLSearchParams): unknown {
  const part = path.split('/')
  const project = /^projects\/acme\/project-(\d+)\/(.*)$/.exec(path)
  if (project !== null) return ofProject(Number(project[1]), project[2] ?? '')
  const release = /^organizations\/acme\/releases\/(.+)\/deploys\/$/.exec(path)
  if (release !== null)
    return [
      {
        id: '1',
        environment: 'prod',
        name: 'ship',
        url: null,
        dateStarted: null,
        dateFinished: '2026-01-02T00:00:00Z',
      },
    ]
  switch (path) {
    case 'organizations/':
      return [{ id: '1', slug: 'acme', name: 'Acme Tea', links: { organizationUrl: 'x' } }]
    case 'organizations/acme/teams/':
      return ['crew', 'backend'].map((slug, id) => ({ id: String(id), slug, name: slug.toUpperCase() }))
    case 'organizations/acme/members/':
      return membersOf(data)
    case 'teams/acme/crew/members/':
      return membersOf(data).filter((_, index) => index % 2 === 0)
    case 'teams/acme/backend/members/':
      return []
    case 'organizations/acme/projects/':
      return Array.from({ length: data.projects }, (_, index) => ({
        ...{ id: idOfProject(index), slug: `project-${index}`, name: `Project ${index}`, platform: 'python' },
        teams: [{ id: '0', slug: 'crew', name: 'CREW' }],
      }))
    case 'organizations/acme/releases/':
      return [
        {
          version: 'web@1',
          dateCreated: '2026-01-01T00:00:00Z',
          dateReleased: null,
          deployCount: 1,
          projects: [{ slug: 'project-0' }],
        },
        {
          version: 'web@2',
          dateCreated: '2026-01-03T00:00:00Z',
          dateReleased: null,
          deployCount: 0,
          projects: [{ slug: 'project-0' }],
        },
      ]
    case 'organizations/acme/monitors/':
      return [{ id: 'm', slug: 'nightly', name: 'Nightly', status: 'active' }]
    case 'organizations/acme/issues/':
      return query.get('query') === '' ? issuesOf(data, query.get('project') ?? '') : []
    default:
      return part[2] === 'issues' || part[1] === 'acme' ? eventOf(path) : undefined
  }
}

function membersOf({ members }: SentryData): Record<string, unknown>[] {
  const roles = ['owner', 'manager', 'admin', 'billing', 'member']
  return Array.from({ length: members }, (_, index) => ({
    ...{ id: String(index), email: `person-${index}@example.com`, name: `Person ${index}` },
    ...{ orgRole: roles[index] ?? 'member', pending: index % 7 === 6, inviteStatus: 'approved' },
  }))
}

function ofProject(index: number, path: string): unknown {
  const event = /^events\/([0-9a-f]{32})\/json\/$/.exec(path)
  if (event !== null) return rawEvent(event[1] ?? '')
  switch (path) {
    case 'keys/':
      return [
        {
          ...{ id: keyOfProject(index), name: 'Default', public: keyOfProject(index), isActive: true },
          rateLimit: index === 0 ? { window: 60, count: 500 } : null,
        },
      ]
    case 'environments/':
      return []
    case 'rules/':
      return index === 0
        ? [{ id: '9', name: 'Tell me', actionMatch: 'any', conditions: [], actions: [{ id: 'mail' }] }]
        : []
    default:
      return undefined
  }
}

const lastSeen = () => new Date(Math.floor(Date.now() / DAY_MS) * DAY_MS - 3_600_000)

function issuesOf({ issuesPerProject }: SentryData, projectId: string): unknown[] {
  const project = Number(projectId) - Number(idOfProject(0))
  const own = Array.from({ length: issuesPerProject }, (_, index) => ({
    ...{
      id: `${project}${String(index).padStart(4, '0')}`,
      shortId: `PROJECT-${project}-${index}`,
      title: `Error${index}: it broke`,
    },
    ...{ count: String(100 + index), userCount: 3, issueCategory: 'error', level: 'error', priority: 'high' },
    ...{
      status: index % 3 === 0 ? 'resolved' : 'unresolved',
      statusDetails: {},
      substatus: 'ongoing',
      assignedTo: null,
    },
    ...{ firstSeen: '2026-01-05T00:00:00Z', lastSeen: lastSeen().toISOString() },
  }))
  const old = { ...own[0], id: `${project}9999`, lastSeen: '2019-01-01T00:00:00Z' }
  return [...own, old, { id: `${project}8888`, title: 'N+1', issueCategory: 'performance' }]
}

/** The id of an event holds the number of its issue. */
const eventIdOf = (issue: string) => `${'e'.repeat(20)}${issue.padStart(12, '0')}`

function eventOf(path: string): unknown {
  const issue = /^organizations\/acme\/issues\/(\d+)\/events\/latest\/$/.exec(path)?.[1]
  if (issue === undefined) return undefined
  const index = Number(issue.slice(-4))
  return {
    ...{ id: '1', eventID: eventIdOf(issue), platform: 'python', type: 'error', title: `Error${index}: it broke` },
    ...{
      dateCreated: lastSeen().toISOString(),
      dateReceived: lastSeen().toISOString(),
      tags: [{ key: 'environment', value: 'prod' }],
    },
    entries: [
      {
        type: 'exception',
        data: {
          values: [
            {
              type: `Error${index}`,
              value: 'it broke',
              stacktrace: { frames: [{ filename: 'app.py', function: 'run', lineNo: 3, inApp: true }] },
            },
          ],
        },
      },
    ],
  }
}

/** Of every second event only: of the others the pages have to do. */
function rawEvent(eventId: string): unknown {
  const index = Number(eventId.slice(-4))
  if (index % 2 === 1) return undefined
  const frame = { filename: 'app.py', function: 'run', lineno: 3, in_app: true }
  return {
    ...{
      event_id: eventId,
      platform: 'python',
      type: 'error',
      timestamp: lastSeen().getTime() / 1000,
      tags: [['environment', 'prod']],
    },
    exception: { values: [{ type: `Error${index}`, value: 'it broke', stacktrace: { frames: [frame] } }] },
  }
}

function listen(handle: (request: IncomingMessage, response: ServerResponse) => void): Promise<Server> {
  const server = createServer(handle)
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)))
}

function urlOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

function send(response: ServerResponse, status: number, value: unknown, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers })
  response.end(JSON.stringify(value))
}
