import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { createClient } from '@mishap/core/client'
import { aDatabase, dropDatabases, serviceUrl } from './support/database.js'
import { type Environment, runCli, startServer, stopServers, type TestServer } from './support/server.js'
import { removeTempDirs, tempDir } from './support/temp-dir.js'
import { until } from './support/world.js'

afterAll(async () => {
  await stopServers()
  await dropDatabases()
  removeTempDirs()
})

const COMMANDS = [
  'serve',
  'init',
  'migrate',
  'user create',
  'token create',
  'org create',
  'project create',
  'send-test',
  'bench',
  'import glitchtip',
  'import sentry',
  'buffer dead',
  'buffer replay',
  'backup',
  'restore',
  'user list',
  'user disable',
  'user reset-password',
  'user reset-2fa',
  'org list',
  'org throttle',
  'settings list',
  'settings set',
  'sign-in passwords',
  'queues',
  'storage',
  'rotate-secrets',
  'monitor list',
  'monitor rm',
  'doctor',
]

describe('the command line', () => {
  it.each(COMMANDS)('%s explains itself with an example', async (command) => {
    const { code, stdout, stderr } = await runCli([...command.split(' '), '--help'])
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toMatch(/^Usage: mishap /)
    expect(stdout).toMatch(new RegExp(`Examples?:\\n.*mishap ${command}`))
  })

  it.each([
    ['a missing option', ['user', 'create'], /required option '--email <address>' not specified/],
    ['an unknown command', ['frobnicate'], /unknown command 'frobnicate'/],
    ['a DSN that is none', ['send-test', '--dsn', 'http://localhost/1'], /^dsn: wanted http:\/\/KEY@host\/PROJECT/],
    [
      'a DSN of nobody',
      ['send-test', '--dsn', 'http://abc@127.0.0.1:1/1'],
      /cannot be reached: .*Is the server running/,
    ],
  ])('answers %s on standard error with exit code 1', async (_, args, message) => {
    const { code, stdout, stderr } = await runCli(args)
    expect([code, stdout]).toEqual([1, ''])
    expect(stderr).toMatch(message)
  })

  it.each([
    ['user list', /^There is no database in .*--data.*`mishap init`/],
    ['buffer dead', /^There is no journal at .*--data/],
  ])('%s does not take a mistaken directory for an instance without anything', async (command, message) => {
    const dir = join(tempDir(), 'mistaken')
    const { code, stdout, stderr } = await runCli([...command.split(' '), '--data', dir])
    expect([code, stdout, stderr]).toEqual([1, '', expect.stringMatching(message)])
    expect(existsSync(dir)).toBe(false)
  })

  it('says of a data directory that cannot be one what to do, without a stack', async () => {
    const file = join(tempDir(), 'file')
    writeFileSync(file, '')
    const { code, stdout, stderr } = await runCli(['migrate', '--data', file])
    expect([code, stdout]).toEqual([1, ''])
    expect(stderr).toMatch(
      /^E\w+: .*Run it as the user that owns the data directory, or name another one by --data\.\n$/,
    )
  })

  it('says of a database that is not there what makes it, and doctor changes nothing', async () => {
    const dir = join(tempDir(), 'new')
    const missing = new URL(await aDatabase())
    missing.pathname += '_missing'
    const { code, stdout } = await runCli(['doctor', '--data', dir, '--json'], { DATABASE_URL: missing.href })
    const { findings } = JSON.parse(stdout) as { findings: { name: string; message: string; fix: string | null }[] }
    const by = (name: string) => findings.find((finding) => finding.name === name)
    expect([code, by('database')?.fix]).toEqual([1, null])
    expect(by('database')?.message).toMatch(/does not exist\. `mishap init` makes it/)
    expect(by('data directory')?.message).toMatch(/is not there yet: the first start makes it$/)
    expect(existsSync(dir)).toBe(false)
  })

  it('prints its migrations without a database', async () => {
    const { code, stdout } = await runCli(['migrate', '--print'], { DATABASE_URL: 'postgres://nowhere.invalid/x' })
    expect(code).toBe(0)
    expect(stdout).toMatch(/create table/i)
    const json = await runCli(['migrate', '--print', '--json'])
    expect(JSON.parse(json.stdout)).toEqual({ sql: expect.stringMatching(/create table/i) })
  })
})

const SITUATIONS: readonly [string, (dataDir: string) => Promise<{ env: Environment; server: TestServer | null }>][] = [
  ['with no server running', async () => ({ env: {}, server: null })],
  [
    'while a server runs on the embedded PostgreSQL',
    async (dataDir) => ({ env: {}, server: await startServer({ dataDir }) }),
  ],
  [
    'while a server runs on DATABASE_URL and REDIS_URL',
    async (dataDir) => {
      const env = { DATABASE_URL: await aDatabase(), REDIS_URL: serviceUrl('MISHAP_TEST_REDIS_URL') }
      return { env, server: await startServer({ dataDir, env }) }
    },
  ],
]

describe.each(SITUATIONS)('commands %s', (_, situation) => {
  const dataDir = tempDir()
  let env: Environment = {}
  let server: TestServer | null = null
  let dsn = ''

  beforeAll(async () => {
    ;({ env, server } = await situation(dataDir))
  })

  async function json(...args: string[]): Promise<Record<string, unknown>> {
    const { code, stdout, stderr } = await runCli([...args, '--data', dataDir, '--json'], env)
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout.trim().split('\n')).toHaveLength(1)
    return JSON.parse(stdout) as Record<string, unknown>
  }

  it('make a user, a token, an organization and a project', async () => {
    expect(await json('migrate')).toEqual({ migrated: true })
    const user = ['--email', 'ada@example.com', '--password', 'correct horse battery']
    expect(await json('user', 'create', ...user, '--superuser')).toEqual({
      id: expect.stringMatching(/^\d+$/),
      email: 'ada@example.com',
      isSuperuser: true,
    })
    const token = ['token', 'create', '--user', 'ada@example.com']
    expect(await json(...token, '--scope', 'org:read', '--scope', 'event:read', '--label', 'ci')).toMatchObject({
      label: 'ci',
      scopes: ['event:read', 'org:read'],
      token: expect.stringMatching(/^[\da-f]{64}$/),
    })
    expect(await json(...token, '--all-scopes', '--value', 'chosen-value')).toMatchObject({ token: 'chosen-value' })
    expect(await json('org', 'create', '--name', 'Acme Tea', '--owner', 'ada@example.com')).toMatchObject({
      name: 'Acme Tea',
      slug: 'acme-tea',
    })
    const project = await json('project', 'create', '--org', 'acme-tea', '--name', 'Web Shop', '--platform', 'node')
    expect(project).toMatchObject({ slug: 'web-shop', platform: 'node', organization: 'acme-tea' })
    dsn = String(project.dsn)
    expect(dsn).toMatch(
      new RegExp(`^http://[\\da-f]{32}@${new URL(server?.url ?? 'http://localhost:8000').host}/\\d+$`),
    )
  })

  it('refuse what cannot be, with the way to mend it', async () => {
    const refused = async (...args: string[]) => {
      const { code, stdout, stderr } = await runCli([...args, '--data', dataDir], env)
      expect([code, stdout]).toEqual([1, ''])
      return stderr
    }
    const again = await refused('user', 'create', '--email', 'ADA@example.com', '--password', 'correct horse battery')
    expect(again).toMatch(/ADA@example.com/i)
    expect(await refused('org', 'create', '--name', 'X', '--owner', 'no@example.com')).toMatch(
      /`MISHAP_PASSWORD=… mishap user create --email no@example.com`/,
    )
    expect(await refused('project', 'create', '--org', 'nope', '--name', 'X')).toMatch(/`mishap org create --name nope/)
    expect(await refused('token', 'create', '--user', 'ada@example.com')).toMatch(/--all-scopes/)
    expect(await refused('token', 'create', '--user', 'ada@example.com', '--scope', 'all')).toMatch(/project:read/)
  })

  it('print a bare DSN for scripts', async () => {
    const { stdout } = await runCli(['project', 'create', '--org', 'acme-tea', '--name', 'Two', '--data', dataDir], env)
    expect(stdout).toMatch(/^http:\/\/[\da-f]{32}@\S+\/\d+\n$/)
  })

  it('send a test event to a running server', async () => {
    if (server === null) {
      const { code, stderr } = await runCli([
        'send-test',
        '--dsn',
        'http://0123456789abcdef0123456789abcdef@127.0.0.1:1/1',
      ])
      expect([code, stderr]).toEqual([1, expect.stringMatching(/cannot be reached/)])
      return
    }
    const sent = JSON.parse((await runCli(['send-test', '--dsn', dsn, '--json'], env)).stdout) as Record<
      string,
      unknown
    >
    expect(sent).toMatchObject({ status: 200, eventId: expect.stringMatching(/^[\da-f]{32}$/) })
    const client = createClient({ baseUrl: server.url, token: 'chosen-value' })
    await until(async () => (await client.listIssues('acme-tea')).items.length === 1)
    const wrong = await runCli(['send-test', '--dsn', dsn.replace(/\/\/[\da-f]+/, `//${'0'.repeat(32)}`)], env)
    expect([wrong.code, wrong.stdout]).toEqual([1, ''])
    expect(wrong.stderr).toMatch(/refused the event with status 40[13]/)
  })

  it('examine everything there is', async () => {
    const found = await json('doctor')
    expect(found.ok).toBe(true)
    const findings = found.findings as { name: string; status: string; message: string }[]
    const by = (name: string) => findings.find((finding) => finding.name === name)
    expect(by('configuration')?.status).toBe('ok')
    expect(by('data directory')?.status).toBe('ok')
    expect(by('disk speed')?.message).toMatch(/a durable write takes [\d.]+ ms/)
    expect(by('database')?.message).toMatch(
      env.DATABASE_URL === undefined ? /^embedded PostgreSQL \d/ : /^PostgreSQL [\d.]+ at /,
    )
    expect(by('migrations')?.message).toBe('all are applied')
    expect(by('clock')?.status).toBe('ok')
    expect(by('redis')?.message).toMatch(env.REDIS_URL === undefined ? /^not configured/ : /^version [\d.]+ answers/)
    expect(by('web app')?.status).toBe('ok')
    expect(by('address')?.status).toBe(server === null ? 'warning' : 'ok')
  })

  it('leave the server as it was', async () => {
    if (server === null) return
    expect((await fetch(`${server.url}/api/settings/`)).status).toBe(200)
    expect(await server.stop()).toBe(0)
  })
})
