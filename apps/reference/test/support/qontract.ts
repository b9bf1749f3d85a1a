import { expect } from '@jest/globals'
import { type PydanticType, validatePydantic } from './pydantic.js'
import { type RawAnswer, send } from './raw-http.js'

const pk = { type: { optional: 'int' }, default: null } as const

/** The models of qontract-reconcile, as far as they are strict. */
export const MODELS = {
  user: {
    model: { id: pk, email: 'str', role: { oneOf: ['member', 'admin', 'manager', 'owner'] }, pending: 'bool' },
  },
  team: {
    model: { id: pk, slug: 'str' },
    check: (given) => {
      if ('name' in given) throw new Error('name xor slug must be set!')
    },
  },
  get project(): PydanticType {
    return {
      model: {
        ...{ id: pk, name: 'str', slug: 'str', platform: { optional: 'str' }, teams: { list: MODELS.team } },
        eventThrottleRate: { type: 'int', default: 0 },
      },
    }
  },
  get projectOfOrganization(): PydanticType {
    const organization: PydanticType = { model: { id: pk, name: 'str', slug: 'str' } }
    return { model: { id: pk, name: 'str', slug: 'str', organization } }
  },
  organization: { model: { id: pk, name: 'str', slug: 'str' } },
  keys: { list: { model: { dsn: { model: { public: 'str', security: 'str' } } } } },
  alert: {
    model: {
      ...{ id: 'int', name: 'str', timespanMinutes: 'int', quantity: 'int' },
      alertRecipients: {
        list: {
          model: { id: pk, recipientType: { oneOf: ['email', 'webhook'] }, url: { type: 'str', default: '' } },
        },
      },
    },
  },
  stats: {
    model: { groups: { list: { model: { series: { model: { 'sum(quantity)': { list: { optional: 'int' } } } } } } } },
  },
} satisfies Record<string, PydanticType>

/** Which of its two clients asks: they name the type of a body that is not there, and send an empty one, differently. */
export type Generation = 'legacy' | 'new'

/** A client of qontract-reconcile: what it sends in its words, and no answer but 2xx goes by. */
export function qontract(baseUrl: string, token: string, generation: Generation) {
  const headers: Readonly<Record<string, string>> = {
    authorization: `Bearer ${token}`,
    ...(generation === 'legacy' ? { 'content-type': 'application/json' } : { 'user-agent': 'qontract-utils/1' }),
  }

  async function ask(method: string, path: string, body?: unknown): Promise<RawAnswer> {
    const type: Readonly<Record<string, string>> = body === undefined ? {} : { 'content-type': 'application/json' }
    // `requests` says that it sends nothing.
    const empty = generation === 'legacy' && method !== 'GET' ? '' : undefined
    const text = body === undefined ? empty : JSON.stringify(body)
    const answer = await send(new URL(path, baseUrl), method, { ...headers, ...type }, text)
    expect([method, path, Math.floor(answer.status / 100), answer.text]).toEqual([method, path, 2, answer.text])
    return answer
  }

  return {
    ask,
    /** A body that legacy leaves out, and the new client sends as `{}`. */
    touch: (path: string) => ask('POST', path, generation === 'new' ? {} : undefined),
    one: async (type: PydanticType, method: string, path: string, body?: unknown) =>
      validatePydantic(type, JSON.parse((await ask(method, path, body)).text), path),
    /** Every page, by the links as the new client splits them. */
    list: async (type: PydanticType, path: string, limit = 100): Promise<never[]> => {
      const items: unknown[] = []
      let next: string | null = `${path}?limit=${limit}`
      while (next !== null) {
        const answer: RawAnswer = await ask('GET', next)
        items.push(...(validatePydantic({ list: type }, JSON.parse(answer.text), path) as unknown[]))
        next = nextOf(String(answer.headers.link))
      }
      return items as never[]
    },
  }
}

function nextOf(header: string): string | null {
  for (const link of header.split(',')) {
    const [url = '', ...attributes] = link.split(';').map((part) => part.trim())
    if (attributes.includes('rel="next"') && attributes.includes('results="true"')) return url.slice(1, -1)
  }
  return null
}
