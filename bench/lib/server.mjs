import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const CLI = fileURLToPath(new URL('../../apps/reference/dist/cli.js', import.meta.url))
const START_TIMEOUT_MS = 30_000

/**
 * The built server in a directory of its own, against `databaseUrl` or, where that is null, its embedded PostgreSQL.
 * `api` asks its management API as a superuser.
 */
export async function startServer({ databaseUrl, cpuProfileDir, threads, env = {} }) {
  if (!existsSync(CLI)) throw new Error('The server is not built: run `npm run build` first.')
  const dataDir = await mkdtemp(join(tmpdir(), 'mishap-bench-'))
  const port = await freePort()
  const token = randomBytes(32).toString('hex')
  const profile = cpuProfileDir === null ? [] : ['--cpu-prof', `--cpu-prof-dir=${resolve(cpuProfileDir)}`]
  const child = spawn(process.execPath, [...profile, CLI, 'serve', '--port', String(port), '--data', dataDir], {
    env: {
      ...withoutSettings(),
      NODE_ENV: 'production',
      DATABASE_URL: databaseUrl ?? '',
      ...(threads === null ? {} : { MISHAP_THREADS: threads }),
      MISHAP_USER_1_EMAIL: 'bench@example.com',
      MISHAP_USER_1_TOKEN: token,
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      output = (output + chunk).slice(-10_000)
    })
  const ended = new Promise((done) => child.once('exit', done))
  const url = `http://127.0.0.1:${port}`
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  const server = {
    url,
    pid: child.pid,
    databaseUrl: () => databaseUrl ?? embeddedUrl(dataDir),
    api: async (method, path, body) => {
      const init = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) }
      const response = await fetch(url + path, init)
      if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${await response.text()}`)
      return response.json()
    },
    stop: async () => {
      child.kill('SIGTERM')
      await ended
      await rm(dataDir, { recursive: true, force: true })
    },
  }
  const deadline = Date.now() + START_TIMEOUT_MS
  while (!(await isReady(url))) {
    if (child.exitCode !== null || Date.now() > deadline) {
      await server.stop()
      throw new Error(`The server did not start:\n${output}`)
    }
    await new Promise((wake) => setTimeout(wake, 50))
  }
  return server
}

/** An organization, a team and a project; answers what the sender needs to know. */
export async function makeProject({ api }) {
  const { slug: organization } = await api('POST', '/api/0/organizations/', { name: 'Bench' })
  await api('POST', `/api/0/organizations/${organization}/teams/`, { slug: 'bench' })
  const project = await api('POST', `/api/0/teams/${organization}/bench/projects/`, { name: 'Bench', platform: 'node' })
  const [key] = await api('GET', `/api/0/projects/${organization}/${project.slug}/keys/`)
  return { dsn: key.dsn.public, organization, project: project.slug }
}

/** Line 1 of postmaster.pid is the process, 4 the port, 5 the directory of the socket. */
function embeddedUrl(dataDir) {
  const lines = readFileSync(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8').split('\n')
  return `postgres://mishap@/mishap?host=${encodeURIComponent(lines[4])}&port=${lines[3]}`
}

/** The settings of whoever runs the bench are not those of the server. */
function withoutSettings() {
  const isSetting = (name) => /^(MISHAP_|REDIS_|VALKEY_|DATABASE_|GLITCHTIP_|PORT$|HOST$|SECRET_KEY$)/.test(name)
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !isSetting(name)))
}

async function isReady(url) {
  try {
    return (await fetch(`${url}/api/settings/`)).ok
  } catch {
    // Not listening yet.
    return false
  }
}

function freePort() {
  return new Promise((done) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => done(port))
    })
  })
}
