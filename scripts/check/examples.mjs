import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CheckFailed, ROOT, run } from './run.mjs'

const PATIENCE_MS = 90_000

/**
 * `own` asks the host's routes beside Mishap; `database` runs the example on PostgreSQL as well; `cookie` is the host's
 * own session, where the host signs people in.
 */
const EXAMPLES = [
  { name: 'express', own: askExpress, database: true },
  { name: 'koa', own: (url) => expectText(url, 'The shop') },
  { name: 'node-http', own: (url) => expectText(url, 'The shop') },
  { name: 'host-users', own: (url) => expectText(url, 'The shop'), cookie: 'shop=ada' },
  { name: 'memory-only', own: (url) => expectText(url, 'No errors yet') },
]

/** Starts each example, asks its own routes, sends it an error with the real SDK and reads it back through the API. */
export async function checkExamples() {
  for (const example of EXAMPLES) await checkExample(example, '')
  // The built core, which this needs, may be made by the step before.
  const { obtainPostgres } = await import('../services/postgres.mjs')
  const { makeDatabase } = await import('../../bench/lib/database.mjs')
  const server = await obtainPostgres()
  try {
    for (const example of EXAMPLES.filter(({ database }) => database)) {
      const { url, drop } = await makeDatabase(server.url)
      await checkExample(example, url)
      await drop()
    }
  } finally {
    await server.stop()
  }
  return `${EXAMPLES.length} examples`
}

async function checkExample({ name, own, cookie }, databaseUrl) {
  const dir = await mkdtemp(join(tmpdir(), 'mishap-example-'))
  const port = await freePort()
  const child = spawn(process.execPath, [join(ROOT, 'examples', name, 'server.js')], {
    cwd: dir,
    env: { ...process.env, DATABASE_URL: databaseUrl, PORT: String(port) },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      output += chunk
    })
  const ended = new Promise((resolve) => child.once('exit', (code, signal) => resolve(code ?? signal)))
  try {
    const url = `http://localhost:${port}`
    await until(
      // Whatever else is said before, this is said last.
      () => /^(?:The shop|Token): .*\n/m.test(output),
      () => child.exitCode === null,
    )
    await own(url)
    const { dsn, baseUrl, token } =
      cookie === undefined ? await access(output) : await hostAccess(`${url}/monitoring`, cookie)
    const message = `an error in the ${name} example`
    await run(process.execPath, ['scripts/check/send-error.mjs', dsn, message])
    await until(async () => (await titles(baseUrl, token)).some((title) => title.includes(message)))
    child.kill('SIGTERM')
    await until(async () => child.exitCode !== null || child.signalCode !== null)
    if ((await ended) !== 0) throw new CheckFailed(`SIGTERM ended it with ${await ended}`)
  } catch (error) {
    throw new CheckFailed(`examples/${name}${databaseUrl && ' on PostgreSQL'}: ${error.message}\n${output}`)
  } finally {
    child.kill('SIGKILL')
    await ended
    await rm(dir, { recursive: true, force: true })
  }
}

async function askExpress(url) {
  await expectText(url, 'The shop')
  const order = { article: 7 }
  const response = await fetch(`${url}/orders`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(order),
  })
  if (response.status !== 201 || JSON.stringify(await response.json()) !== JSON.stringify(order))
    throw new CheckFailed(`POST /orders answered ${response.status}`)
}

async function expectText(url, text) {
  const response = await fetch(url)
  const body = await response.text()
  if (response.status !== 200 || !body.includes(text))
    throw new CheckFailed(`GET ${url} answered ${response.status}: ${body}`)
}

/** What the example printed: a DSN and a token, or a link to set it up by, as a person would. */
async function access(output) {
  const printed = /DSN: (\S+)\nToken: (\S+)/.exec(output)
  if (printed !== null) return { dsn: printed[1], token: printed[2], baseUrl: new URL(printed[1]).origin }
  const baseUrl = /(http\S+)\/setup/.exec(output)[1]
  const page = await fetch(`${baseUrl}/setup`, { headers: { accept: 'text/html' } })
  if (page.status !== 200 || !(await page.text()).includes('mishap-config'))
    throw new CheckFailed(`GET ${baseUrl}/setup answered ${page.status}, not the web UI`)
  const account = { email: 'ada@example.com', password: 'quite long enough' }
  const setUp = await fetch(`${baseUrl}/api/0/setup/`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(account),
  })
  const cookies = setUp.headers.getSetCookie().map((cookie) => cookie.split(';')[0])
  const { slug } = await apiOf(baseUrl, cookies)('POST', 'organizations/', { name: 'Example' })
  return place(baseUrl, cookies, slug)
}

/** The same where the host signs people in and says where they belong. */
async function hostAccess(baseUrl, cookie) {
  const session = await fetch(`${baseUrl}/_allauth/browser/v1/auth/session`, { headers: { cookie } })
  if (session.status !== 200) throw new CheckFailed(`who is signed in to the host is nobody: ${session.status}`)
  const cookies = [cookie, ...session.headers.getSetCookie().map((one) => one.split(';')[0])]
  const [{ slug }] = await apiOf(baseUrl, cookies)('GET', 'organizations/')
  return place(baseUrl, cookies, slug)
}

/** A project of the organization, and a token to read its issues with. */
async function place(baseUrl, cookies, slug) {
  const api = apiOf(baseUrl, cookies)
  await api('POST', `organizations/${slug}/teams/`, { slug: 'all' })
  const project = await api('POST', `teams/${slug}/all/projects/`, { name: 'Shop', platform: 'node' })
  const [key] = await api('GET', `projects/${slug}/${project.slug}/keys/`)
  const { token } = await api('POST', 'api-tokens/', {
    label: 'check',
    scopes: ['event:read', 'org:read', 'project:read'],
  })
  return { dsn: key.dsn.public, token, baseUrl }
}

/** Asks the management API as the browser with these cookies. */
function apiOf(baseUrl, cookies) {
  const csrf = cookies.find((cookie) => cookie.startsWith('csrftoken='))?.slice('csrftoken='.length) ?? ''
  return async (method, path, body) => {
    const response = await fetch(`${baseUrl}/api/0/${path}`, {
      method,
      headers: {
        cookie: cookies.join('; '),
        'x-csrftoken': csrf,
        origin: new URL(baseUrl).origin,
        'content-type': 'application/json',
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    if (!response.ok) throw new CheckFailed(`${method} ${path} answered ${response.status}: ${await response.text()}`)
    return response.json()
  }
}

async function titles(baseUrl, token) {
  const { createClient } = await import('@mishap/core/client')
  const client = createClient({ baseUrl, token })
  const { items: organizations } = await client.listOrganizations()
  const { items } = await client.listIssues(organizations[0].slug)
  return items.map(({ title }) => title)
}

async function until(isTrue, isHopeful = () => true) {
  const deadline = Date.now() + PATIENCE_MS
  while (!(await isTrue())) {
    if (!isHopeful() || Date.now() > deadline) throw new CheckFailed(`waited in vain for: ${isTrue}`)
    await new Promise((wake) => setTimeout(wake, 50))
  }
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })
}
