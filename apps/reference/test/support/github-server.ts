import { createHash, randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Somebody's account, as GitHub's API tells of it. */
export interface GithubPerson {
  readonly id: number
  readonly login: string
  readonly name: string | null
  readonly emails: readonly { readonly email: string; readonly primary: boolean; readonly verified: boolean }[]
  readonly orgs: readonly string[]
  /** `organization/team`. */
  readonly teams: readonly string[]
}

/**
 * Speaks as docs.github.com describes its OAuth apps and the API of Enterprise Server: codes count once and only with their
 * verifier, a refused one is a 200 with an `error`, and only tokens open the API.
 */
export async function startGithubServer(client: { readonly clientId: string; readonly clientSecret: string }) {
  const codes = new Map<string, { readonly person: GithubPerson; readonly challenge: string }>()
  const tokens = new Map<string, GithubPerson>()
  const server = createServer((request, response) => {
    void answer(request).then(([status, body]) => send(response, status, body))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))

  async function answer(request: IncomingMessage): Promise<readonly [number, unknown]> {
    const { pathname } = new URL(request.url ?? '/', 'http://github')
    if (pathname === '/login/oauth/access_token') return [200, exchange(new URLSearchParams(await textOf(request)))]
    const person = tokens.get((request.headers.authorization ?? '').replace(/^Bearer /, ''))
    if (person === undefined) return [401, { message: 'Bad credentials' }]
    const { id, login, name } = person
    if (pathname === '/api/v3/user') return [200, { id, login, name, email: null }]
    if (pathname === '/api/v3/user/emails') return [200, person.emails]
    if (pathname === '/api/v3/user/orgs') return [200, person.orgs.map((one) => ({ login: one }))]
    if (pathname === '/api/v3/user/teams') return [200, person.teams.map(teamJson)]
    return [404, { message: 'Not Found' }]
  }

  function exchange(form: URLSearchParams): unknown {
    const code = form.get('code') ?? ''
    const found = codes.get(code)
    codes.delete(code)
    const isClient = form.get('client_id') === client.clientId && form.get('client_secret') === client.clientSecret
    if (!isClient) return { error: 'incorrect_client_credentials' }
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url')
    if (found?.challenge !== challenge)
      return { error: 'bad_verification_code', error_description: 'The code passed is incorrect or expired.' }
    const token = randomUUID()
    tokens.set(token, found.person)
    return { access_token: token, scope: 'read:user,user:email', token_type: 'bearer' }
  }

  return {
    issuer: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** The person says yes where the browser was sent. */
    approve(location: string, person: GithubPerson): URL {
      const asked = new URL(location).searchParams
      const code = randomUUID()
      codes.set(code, { person, challenge: asked.get('code_challenge') ?? '' })
      const back = new URL(asked.get('redirect_uri') ?? '')
      back.searchParams.set('code', code)
      back.searchParams.set('state', asked.get('state') ?? '')
      return back
    },
    stop: () => new Promise<void>((resolve) => server.close(() => resolve())),
  }
}

function teamJson(name: string) {
  const [login = '', slug = ''] = name.split('/')
  return { slug, organization: { login } }
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' })
  response.end(JSON.stringify(body))
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}
