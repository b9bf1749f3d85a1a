import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A request as a fake server has got it. */
export interface Heard {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: IncomingMessage['headers']
  readonly body: Readonly<Record<string, never>>
}

/** What it answers; null is never. */
export type Reply = {
  readonly status?: number
  readonly headers?: Record<string, string>
  readonly json?: unknown
} | null

export interface Kept {
  readonly number: number
  readonly title: string
  readonly text: string
  readonly isClosed: boolean
}

export const TOKEN = 'right-token'

/**
 * A server that speaks as much of GitHub (`/api/v3`), GitLab (`/api/v4`), Jira (`/rest/api/2`) and Slack (`/api`) as is asked of
 * them: it wants the token, keeps issues, and answers a request with `fail` in place of its own answer where that says so.
 */
export async function fakeHosts() {
  const heard: Heard[] = []
  const issues = new Map<number, Kept>()
  let fail: (heard: Heard) => Reply | undefined = () => undefined
  const server = createServer((request, response) => void take(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  async function take(request: IncomingMessage, response: ServerResponse) {
    const chunks: Buffer[] = []
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
    const text = Buffer.concat(chunks).toString('utf8')
    const url = new URL(request.url ?? '', origin)
    const one: Heard = {
      ...{ method: request.method ?? '', path: decodeURIComponent(url.pathname), query: url.searchParams },
      ...{ headers: request.headers, body: text === '' ? {} : JSON.parse(text) },
    }
    heard.push(one)
    const failed = fail(one)
    if (failed === null) return
    const { status = 200, headers = {}, json } = failed ?? answer(one)
    response.writeHead(status, { 'content-type': 'application/json', ...headers })
    response.end(json === undefined ? '' : JSON.stringify(json))
  }

  function answer(one: Heard): NonNullable<Reply> {
    const given = `${one.headers.authorization ?? ''}${one.headers['private-token'] ?? ''}`
    if (!given.includes(TOKEN)) return { status: 401, json: { message: 'Bad credentials' } }
    for (const [pattern, reply] of ROUTES) {
      const match = pattern.exec(`${one.method} ${one.path}`)
      if (match !== null) return reply(one, match)
    }
    return { status: 404, json: { message: 'Not Found' } }
  }

  const keep = (title: string, text: string) => {
    const number = issues.size + 1
    issues.set(number, { number, title, text, isClosed: false })
    return number
  }
  const close = (number: number, isClosed: boolean) => {
    const kept = issues.get(number)
    if (kept !== undefined) issues.set(number, { ...kept, isClosed })
  }
  const orMissing = (number: number, json: (kept: Kept) => unknown): NonNullable<Reply> => {
    const kept = issues.get(number)
    return kept === undefined ? { status: 404, json: { message: 'Not Found' } } : { json: json(kept) }
  }
  const onGithub = ({ number, title, text, isClosed }: Kept) => ({
    ...{ number, title, body: text, state: isClosed ? 'closed' : 'open' },
    html_url: `${origin}/acme/web/issues/${number}`,
  })
  const onGitlab = ({ number, title, text, isClosed }: Kept) => ({
    ...{ iid: number, title, description: text, state: isClosed ? 'closed' : 'opened' },
    web_url: `${origin}/acme/deep/web/-/issues/${number}`,
  })
  const onJira = ({ number, title, text, isClosed }: Kept) => ({
    key: `WEB-${number}`,
    fields: { summary: title, description: text, status: { statusCategory: { key: isClosed ? 'done' : 'new' } } },
  })
  const repositories = Array.from({ length: 150 }, (_, index) => ({
    ...{ full_name: `acme/web-${index}`, html_url: `${origin}/acme/web-${index}` },
  }))

  const ROUTES: readonly (readonly [RegExp, (heard: Heard, match: RegExpExecArray) => NonNullable<Reply>])[] = [
    [/^GET \/api\/v3\/user$/, () => ({ json: { login: 'ada' } })],
    [
      /^GET \/api\/v3\/user\/repos$/,
      ({ query }) => {
        const page = Number(query.get('page'))
        const link = page === 1 ? { link: `<${origin}/api/v3/user/repos?page=2>; rel="next"` } : {}
        return { headers: link as Record<string, string>, json: repositories.slice((page - 1) * 100, page * 100) }
      },
    ],
    [
      /^POST \/api\/v3\/repos\/acme\/web\/issues$/,
      ({ body }) => ({ status: 201, json: onGithub(issues.get(keep(body.title ?? '', body.body ?? '')) as Kept) }),
    ],
    [/^GET \/api\/v3\/repos\/acme\/web\/issues$/, () => ({ json: [...issues.values()].map(onGithub) })],
    [/^GET \/api\/v3\/repos\/acme\/web\/issues\/(\d+)$/, (_, [, number]) => orMissing(Number(number), onGithub)],
    [
      /^PATCH \/api\/v3\/repos\/acme\/web\/issues\/(\d+)$/,
      ({ body }, [, number]) => {
        close(Number(number), body.state === 'closed')
        return orMissing(Number(number), onGithub)
      },
    ],
    [/^GET \/api\/v4\/user$/, () => ({ json: { username: 'ada' } })],
    [
      /^GET \/api\/v4\/projects$/,
      ({ query }) => ({
        headers: { 'x-next-page': query.get('page') === '1' ? '2' : '' },
        json: [{ path_with_namespace: `acme/p${query.get('page')}`, name_with_namespace: 'P', web_url: `${origin}/p` }],
      }),
    ],
    [
      /^POST \/api\/v4\/projects\/acme\/deep\/web\/issues$/,
      ({ body }) => ({
        status: 201,
        json: onGitlab(issues.get(keep(body.title ?? '', body.description ?? '')) as Kept),
      }),
    ],
    [
      /^GET \/api\/v4\/projects\/acme\/deep\/web\/issues\/(\d+)$/,
      (_, [, number]) => orMissing(Number(number), onGitlab),
    ],
    [
      /^PUT \/api\/v4\/projects\/acme\/deep\/web\/issues\/(\d+)$/,
      ({ body }, [, number]) => {
        close(Number(number), body.state_event === 'close')
        return orMissing(Number(number), onGitlab)
      },
    ],
    [/^GET \/rest\/api\/2\/myself$/, () => ({ json: { displayName: 'Ada L.' } })],
    [
      /^GET \/rest\/api\/2\/project$/,
      () => ({
        json: [
          { key: 'WEB', name: 'Web shop' },
          { key: 'OPS', name: 'Ops' },
        ],
      }),
    ],
    [
      /^GET \/rest\/api\/2\/issue\/createmeta\/WEB\/issuetypes$/,
      () => ({
        json: {
          values: [
            { id: '1', name: 'Story' },
            { id: '7', name: 'Bug' },
            { id: '9', name: 'Sub', subtask: true },
          ],
        },
      }),
    ],
    [
      /^POST \/rest\/api\/2\/issue$/,
      ({ body }) => {
        const fields = body.fields as unknown as { summary: string; description: string }
        return { status: 201, json: { id: '1', key: `WEB-${keep(fields.summary, fields.description)}` } }
      },
    ],
    [/^GET \/rest\/api\/2\/issue\/WEB-(\d+)$/, (_, [, number]) => orMissing(Number(number), onJira)],
    [
      /^GET \/rest\/api\/2\/issue\/WEB-\d+\/transitions$/,
      () => ({
        json: {
          transitions: [
            { id: '11', to: { statusCategory: { key: 'new' } } },
            { id: '31', to: { statusCategory: { key: 'done' } } },
          ],
        },
      }),
    ],
    [
      /^POST \/rest\/api\/2\/issue\/WEB-(\d+)\/transitions$/,
      ({ body }, [, number]) => {
        close(Number(number), (body.transition as unknown as { id: string }).id === '31')
        return { status: 204 }
      },
    ],
    [/^POST \/api\/auth\.test$/, () => ({ json: { ok: true, user: 'mishap', team: 'Acme' } })],
    [
      /^GET \/api\/conversations\.list$/,
      ({ query }) => ({
        json: {
          ...{
            ok: true,
            channels: [{ id: query.has('cursor') ? 'C2' : 'C1', name: query.has('cursor') ? 'dev' : 'general' }],
          },
          response_metadata: { next_cursor: query.has('cursor') ? '' : 'more' },
        },
      }),
    ],
  ]

  return {
    origin,
    heard,
    issues,
    close,
    /** Answers with this from now on, where it says something. */
    answerWith(reply: typeof fail) {
      fail = reply
    },
    stop: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

export type FakeHosts = Awaited<ReturnType<typeof fakeHosts>>
