import { expect } from '@jest/globals'
import { decodeGo, type GoType } from './go-json.js'
import { type RawAnswer, send } from './raw-http.js'

const rateLimit: GoType = { pointer: { struct: { window: 'int64', count: 'int64' } } }

/** The types of terraform-provider-glitchtip. */
export const TYPES = {
  organization: {
    struct: {
      ...{ id: 'string', slug: 'string', name: 'string', dateCreated: 'string' },
      ...bools('isAcceptingEvents'),
    },
  },
  organizationDetail: {
    struct: {
      ...{ id: 'string', slug: 'string', name: 'string', dateCreated: 'string' },
      ...bools('isAcceptingEvents', 'openMembership'),
    },
  },
  team: {
    struct: { id: 'string', slug: 'string', dateCreated: 'string', isMember: 'bool', memberCount: 'int64' },
  },
  project: {
    struct: {
      ...{ id: 'string', slug: 'string', name: 'string', platform: { pointer: 'string' }, dateCreated: 'string' },
      ...{ scrubIPAddresses: 'bool', eventThrottleRate: 'int64' },
    },
  },
  key: {
    struct: {
      ...{ id: 'string', public: 'string', projectID: 'int64', name: { pointer: 'string' }, label: 'string' },
      ...{ dsn: { map: 'string' }, rateLimit, dateCreated: 'string' },
    },
  },
  alert: {
    struct: {
      ...{ id: { pointer: 'int64' }, name: 'string', timespanMinutes: { pointer: 'int64' } },
      ...{ quantity: { pointer: 'int64' }, uptime: 'bool' },
      alertRecipients: {
        slice: {
          struct: {
            ...{ id: { pointer: 'int64' }, recipientType: 'string', url: 'string' },
            tagsToAdd: { slice: 'string' },
          },
        },
      },
    },
  },
  monitor: {
    struct: {
      ...{ id: { pointer: 'int64' }, name: 'string', url: { pointer: 'string' }, monitorType: 'string' },
      ...{ interval: 'int64', timeout: { pointer: 'int64' }, expectedStatus: { pointer: 'int64' } },
      ...{ expectedBody: { pointer: 'string' }, projectID: { pointer: 'string' } },
      ...{ isUp: { pointer: 'bool' }, created: 'string' },
    },
  },
  member: {
    struct: {
      ...{ id: 'string', role: 'string', roleName: 'string', dateCreated: 'string', email: 'string' },
      ...bools('pending', 'isOwner'),
    },
  },
} satisfies Record<string, GoType>

/** The provider's client: Go's strictness with what it reads, and 404 for what is gone. */
export function terraform(endpoint: string, token: string) {
  const headers = {
    ...{ authorization: `Bearer ${token}`, accept: 'application/json' },
    'user-agent': 'terraform-provider-glitchtip/1',
  }

  async function ask(method: string, path: string, body?: unknown): Promise<RawAnswer> {
    const type: Readonly<Record<string, string>> = body === undefined ? {} : { 'content-type': 'application/json' }
    const text = body === undefined ? undefined : JSON.stringify(body)
    return send(new URL(`/api/0${path}`, endpoint), method, { ...headers, ...type }, text)
  }

  async function ok(method: string, path: string, body?: unknown): Promise<RawAnswer> {
    const answer = await ask(method, path, body)
    expect([method, path, Math.floor(answer.status / 100), answer.text]).toEqual([method, path, 2, answer.text])
    return answer
  }

  return {
    ok,
    read: async (type: GoType, method: string, path: string, body?: unknown) =>
      decodeGo(type, JSON.parse((await ok(method, path, body)).text), path) as never,
    isGone: async (path: string) => (await ask('GET', path)).status === 404,
    /** A data source: every page, by the pattern that the provider looks for. */
    list: async (type: GoType, path: string): Promise<never[]> => {
      const items: unknown[] = []
      let next: string | null = `${path}?limit=1`
      while (next !== null) {
        const answer: RawAnswer = await ok('GET', next)
        items.push(...(decodeGo({ slice: type }, JSON.parse(answer.text), path) as unknown[]))
        next = nextOf(String(answer.headers.link))
      }
      return items as never[]
    },
  }
}

const NEXT = /<([^>]+)>;\s*rel="next";\s*results="(true|false)"/

function nextOf(link: string): string | null {
  const [, url = '', results] = NEXT.exec(link) ?? []
  if (results !== 'true') return null
  const { pathname, search } = new URL(url)
  return pathname.replace(/^\/api\/0/, '') + search
}

function bools(...names: readonly string[]): Readonly<Record<string, GoType>> {
  return Object.fromEntries(names.map((name) => [name, 'bool']))
}
