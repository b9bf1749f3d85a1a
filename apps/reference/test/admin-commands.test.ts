import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { aDatabase, dropDatabases } from './support/database.js'
import { type Environment, runCli } from './support/server.js'
import { removeTempDirs, tempDir } from './support/temp-dir.js'

const PATIENCE_MS = 90_000
const dataDir = tempDir()
let env: Environment = {}

beforeAll(async () => {
  env = { DATABASE_URL: await aDatabase(), MISHAP_OPEN_REGISTRATION: 'false' }
  const user = ['user', 'create', '--email', 'ada@example.com', '--password', 'correct horse battery']
  await json(...user)
  await json('org', 'create', '--name', 'Acme Tea', '--owner', 'ada@example.com')
}, PATIENCE_MS)

afterAll(async () => {
  await dropDatabases()
  removeTempDirs()
})

async function json(...args: string[]): Promise<Record<string, unknown>> {
  const { code, stdout, stderr } = await runCli([...args, '--data', dataDir, '--json'], env)
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  return JSON.parse(stdout) as Record<string, unknown>
}

async function refused(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await runCli([...args, '--data', dataDir], env)
  expect([code, stdout]).toEqual([1, ''])
  return stderr
}

describe('commands of who runs the instance', () => {
  it(
    'lock accounts, promote and reset them',
    async () => {
      const ada = ['--email', 'ada@example.com']
      await json('user', 'disable', ...ada)
      await json('users', 'promote', ...ada)
      expect(await json('users', 'list', '--search', 'ADA')).toMatchObject({
        users: [{ email: 'ada@example.com', isActive: false, isSuperuser: true }],
      })
      expect(await json('user', 'enable', ...ada)).toMatchObject({ email: 'ada@example.com' })
      expect((await json('user', 'reset-password', ...ada)).link).toMatch(
        /\/reset-password\/set-new-password\/\S{20,}$/,
      )
      expect(await refused('user', 'delete', ...ada, '--confirm', 'x')).toMatch(/--confirm/)
      expect(await refused('sign-in', 'passwords', 'off')).toMatch(/set up a provider first/)
      expect(await refused('user', 'delete', ...ada, '--confirm', 'ada@example.com')).toMatch(/owner/)
    },
    PATIENCE_MS,
  )

  it(
    'seal anew what older keys have sealed, and say what is lost, with 2',
    async () => {
      const own = { DATABASE_URL: await aDatabase() }
      const [old, now] = ['o'.repeat(32), 'n'.repeat(32)]
      const run = (keys: Environment, ...args: string[]) => runCli([...args, '--data', dataDir], { ...own, ...keys })
      await run({ SECRET_KEY: old }, 'user', 'create', '--email', 'ada@example.com', '--password', 'violet grammar 9')
      await run({ SECRET_KEY: old }, 'org', 'create', '--name', 'Keys', '--owner', 'ada@example.com')
      const file = join(dataDir, 'kuma-keys.json')
      const site = { id: 1, name: 'Site', type: 'http', url: 'https://example.com/', interval: 60, active: true }
      const auth = { authMethod: 'basic', basic_auth_user: 'ada', basic_auth_pass: 'tea' }
      writeFileSync(file, JSON.stringify({ monitorList: [{ ...site, ...auth }] }))
      const brought = await run({ SECRET_KEY: old }, 'import', 'uptime-kuma', file, '--org', 'keys')
      expect([brought.code, brought.stderr]).toEqual([0, ''])

      const lost = await run({ SECRET_KEY: now }, 'rotate-secrets')
      expect([lost.code, lost.stderr]).toEqual([2, ''])
      expect(lost.stdout).toMatch(/^0 secrets were sealed anew\. 1 opens with no key/)
      expect(lost.stdout).toMatch(/keep the keys of before/i)
      expect(lost.stdout).toMatch(/credentials of monitors: 1 \(monitor 1 of organization 1\)/)
      const told = await run({ SECRET_KEY: now }, 'rotate-secrets', '--json')
      expect([told.code, JSON.parse(told.stdout)]).toEqual([
        2,
        {
          ...{ resealed: 0, lost: 1 },
          lostIn: [{ place: 'monitor_request', count: 1, rows: [{ id: '1', ownerId: '1' }] }],
        },
      ])
      const done = await run({ SECRET_KEY: now, SECRET_KEY_FALLBACKS: old }, 'rotate-secrets')
      expect([done.code, done.stdout]).toEqual([0, '1 secret was sealed anew. The keys of before can go.\n'])
    },
    PATIENCE_MS,
  )

  it(
    'watch, try, pause and forget monitors, and bring those of Uptime Kuma once',
    async () => {
      const org = ['--org', 'acme-tea']
      const made = await json('monitor', 'add', ...org, '--name', 'Port', '--type', 'TCP Port', '--url', '127.0.0.1:1')
      expect(made).toMatchObject({ name: 'Port', type: 'TCP Port', status: 'unknown' })
      const id = String(made.id)
      const tried = await runCli(['monitor', 'test', id, ...org, '--data', dataDir, '--json'], env)
      expect([tried.code, JSON.parse(tried.stdout)]).toEqual([
        1,
        expect.objectContaining({ isUp: false, reason: 'network' }),
      ])
      await json('monitor', 'pause', id, ...org)
      expect(await json('monitors', 'list', ...org)).toMatchObject({ monitors: [{ name: 'Port', status: 'paused' }] })
      expect(await json('monitor', 'rm', id, ...org)).toEqual({ ids: [Number(id)] })
      expect(await refused('monitor', 'pause', id, ...org)).toMatch(/no monitor/)
      const file = join(dataDir, 'kuma.json')
      const site = { id: 1, name: 'Site', type: 'http', url: 'https://example.com/', interval: 60, active: true }
      writeFileSync(file, JSON.stringify({ monitorList: [site, { id: 2, name: 'Box', type: 'docker' }] }))
      const kuma = ['import', 'uptime-kuma', file, ...org]
      expect(await json(...kuma)).toMatchObject({ made: [{ name: 'Site' }], present: 0, skipped: [{ name: 'Box' }] })
      expect(await json(...kuma)).toMatchObject({ made: [], present: 1 })
      expect(await json('monitor', 'list', ...org)).toMatchObject({ monitors: [{ name: 'Site', type: 'HTTP' }] })
    },
    PATIENCE_MS,
  )

  it(
    'throttle organizations',
    async () => {
      const throttle = ['orgs', 'throttle', '--org', 'acme-tea']
      expect(await json(...throttle, '--percent', '5', '--rate', '100/60', '--refuse')).toEqual({
        ...{ slug: 'acme-tea', isAcceptingEvents: false, eventThrottleRate: 5 },
        rateLimit: { count: 100, windowSeconds: 60 },
      })
      await json(...throttle, '--unlimited', '--accept')
      expect(await json('org', 'list')).toMatchObject({
        organizations: [{ slug: 'acme-tea', members: 1, isAcceptingEvents: true, rateLimit: null, projects: 0 }],
      })
      expect(await refused(...throttle)).toMatch(/--percent/)
    },
    PATIENCE_MS,
  )

  it(
    'set what the configuration leaves open',
    async () => {
      await json('settings', 'set', 'instanceName', 'Errors of Acme')
      expect(await json('settings', 'list')).toMatchObject({
        values: { instanceName: 'Errors of Acme', retentionDays: 90 },
        pinned: ['openRegistration'],
      })
      expect(await json('settings', 'set', 'instanceName')).toMatchObject({ values: { instanceName: '' } })
      expect(await refused('settings', 'set', 'retentionDays', 'soon')).toMatch(/wanted such as 90/)
      expect(await refused('settings', 'set', 'openRegistration', 'true')).toMatch(/configuration of the server/)
      expect(await refused('settings', 'set', 'nothing', '1')).toMatch(/`mishap settings list`/)
    },
    PATIENCE_MS,
  )

  it(
    'tell what waits and what is held',
    async () => {
      expect(await json('queues')).toMatchObject({ buffer: null, drops: [] })
      expect(await json('storage')).toMatchObject({
        parts: expect.arrayContaining([expect.objectContaining({ name: 'events' })]),
        organizations: [{ slug: 'acme-tea', events: 0 }],
      })
    },
    PATIENCE_MS,
  )
})
