import { readdirSync, readFileSync, statSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals'
import { createClient, type MaintenanceWindowJson, type MishapClient } from '@mishap/core/client'
import { SMTPServer } from 'smtp-server'
import { aDatabase, dropDatabases } from './support/database.js'
import { anEvent, envelopeOf, post } from './support/envelope.js'
import { idOfProject, keyOfProject, SENTRY_TOKEN, type SentryApi, startSentry } from './support/sentry-api.js'
import { type Environment, runCli, startServer, stopServers, type TestServer } from './support/server.js'
import { removeTempDirs, tempDir } from './support/temp-dir.js'
import { ADMIN, ADMIN_ENV, aPlace, issuesWhen, startServerWithAdmin } from './support/world.js'

afterAll(async () => {
  await stopServers()
  await dropDatabases()
  removeTempDirs()
})

// Each run of the command opens a database, and some tests have many.
jest.setTimeout(240_000)

interface Target {
  readonly env: Environment
  /** Runs `mishap import …` on the database of the target. */
  run(args: readonly string[], more?: { killWhen?: Promise<void>; env?: Environment }): ReturnType<typeof runCli>
  report(): ImportReport
  readonly reportFile: string
}

interface ImportReport {
  readonly error: string | null
  readonly organizations: readonly {
    readonly isNew: boolean
    readonly counts: Readonly<
      Record<string, { found: number; made: number; present: number; changed: number; skipped: number }>
    >
    readonly projects: readonly { slug: string; id: string; remoteId: string; isHostEnough: boolean }[]
    readonly invitations: { made: number; mailed: number; links: readonly unknown[] }
    readonly notBrought: Readonly<Record<string, readonly Record<string, unknown>[]>>
  }[]
}

/** A database with a superuser and nothing else, and a command line that imports into it. */
async function aTarget(): Promise<Target> {
  const dataDir = tempDir()
  const env = { DATABASE_URL: await aDatabase(), MISHAP_DATA_DIR: dataDir }
  const user = ['--email', ADMIN.email, '--password', ADMIN.password, '--superuser']
  expect((await runCli(['user', 'create', ...user], env)).code).toBe(0)
  const reportFile = join(dataDir, 'import-report.json')
  return {
    env,
    reportFile,
    run: (args, more = {}) =>
      runCli(['import', ...args, '--report', reportFile], { ...env, ...more.env }, more.killWhen),
    report: () => JSON.parse(readFileSync(reportFile, 'utf8')) as ImportReport,
  }
}

async function startMailServer() {
  const received: string[][] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData: (stream, session, done) => {
      received.push(session.envelope.rcptTo.map(({ address }) => address))
      stream.resume().on('end', done)
    },
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    received,
    url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`,
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  }
}

/** The server on the database of the target, with a client of its superuser. */
async function serverOf({ env }: Target): Promise<{ server: TestServer; client: MishapClient }> {
  const { MISHAP_DATA_DIR: dataDir = '', ...rest } = env
  const server = await startServer({ dataDir, env: { ...rest, ...ADMIN_ENV } })
  return { server, client: createClient({ baseUrl: server.url, token: ADMIN.token }) }
}

describe('mishap import sentry', () => {
  const DATA = { members: 12, projects: 4, issuesPerProject: 8 }
  let sentry: SentryApi
  let target: Target
  beforeAll(async () => {
    sentry = await startSentry(DATA)
    target = await aTarget()
  })
  afterAll(() => sentry.close())

  const from = (more: readonly string[] = []) => ['sentry', '--url', sentry.url, '--token', SENTRY_TOKEN, ...more]

  it('says in a dry run what would come', async () => {
    const { code, stdout, stderr } = await target.run(from(['--dry-run']))
    expect([code, stderr]).toEqual([0, expect.stringContaining('acme: projects 4\n')])
    expect(stdout).toMatch(/^acme \(would be new\)\n/)
    expect(stdout).toMatch(/issues +40 +32 +0 +0 +8\n/)
    expect(stdout).toContain(
      '12 people would be invited.\nThere is no role "billing" here: who had it becomes Member.\n',
    )
    expect(stdout).toContain('This was a dry run: nothing has been changed.')
    expect(target.report().organizations[0]?.notBrought.monitors).toMatchObject([{ slug: 'nightly' }])
    expect((await runCli(['project', 'create', '--org', 'acme', '--name', 'x'], target.env)).stderr).toContain(
      'no organization acme',
    )
  })

  it('says what is wrong with the source, and notes it', async () => {
    const refused = async (...args: readonly string[]) => {
      const { code, stdout, stderr } = await target.run(args)
      expect([code, stdout]).toEqual([1, ''])
      return stderr
    }
    expect(await refused('sentry', '--url', sentry.url, '--token', 'wrong')).toMatch(
      /answered 401 .*does not know this token/,
    )
    expect(target.report().error).toMatch(/answered 401/)
    expect(await refused(...from(['--org', 'nobody']))).toContain(
      'has no organization nobody that this token may see. The token sees: acme.',
    )
    expect(await refused(...from(['--include', 'teams', '--exclude', 'teams']))).toContain('nothing is left to bring')
    expect(await refused(...from(['--owner', 'no@example.com']))).toContain(
      '`MISHAP_PASSWORD=… mishap user create --email no@example.com`',
    )
  })

  it('comes to the same end, however often it is killed, and a server takes what the old DSNs send', async () => {
    for (const at of [14, 30, 60]) {
      let kill = () => {}
      const killWhen = new Promise<void>((resolve) => {
        kill = resolve
      })
      let count = 0
      // Every third answer asks for patience.
      sentry.onRequest = (_, all) => {
        count += 1
        if (count === at) kill()
        return all % 3 === 0 ? { status: 429, headers: { 'retry-after': '0' } } : null
      }
      expect((await target.run(from(), { killWhen })).code).toBeNull()
    }
    sentry.onRequest = () => null
    const { code, stdout } = await target.run(from())
    expect(code).toBe(0)
    expect(stdout).toContain('In the DSNs of 4 projects only the host changes: http://KEY@')
    expect(statSync(target.reportFile).mode & 0o777).toBe(0o600)
    const [report] = target.report().organizations
    const { made = 0, present = 0, skipped = 0 } = report?.counts.issues ?? {}
    expect([made + present, skipped]).toEqual([32, 8])
    expect(report?.notBrought).toMatchObject({ 'alert rules': [{ project: 'project-0', name: 'Tell me' }] })

    expect(readdirSync(dirname(target.reportFile))).toContain('import-report.1.json')
    const again = await target.run(from(['--json']))
    expect([again.code, again.stderr]).toEqual([0, ''])
    for (const [kind, counts] of Object.entries(
      (JSON.parse(again.stdout) as ImportReport).organizations[0]?.counts ?? {},
    ))
      expect([kind, counts.made, counts.changed]).toEqual([kind, 0, 0])

    const { server, client } = await serverOf(target)
    const projects = (await client.listProjects('acme')).items
    expect(projects.map(({ slug }) => slug).sort()).toEqual(['project-0', 'project-1', 'project-2', 'project-3'])
    const keys = (await client.listKeys('acme', 'project-0')).items
    expect(keys).toMatchObject([{ name: 'Default', rateLimit: { window: 60, count: 500 } }])
    expect(keys[0]?.public.replaceAll('-', '')).toBe(keyOfProject(0))
    const members = (await client.listMembers('acme')).items
    expect(members.filter(({ pending }) => pending)).toHaveLength(12)
    const issues = (await client.listIssues('acme', { query: '', limit: 100 })).items
    expect(issues).toHaveLength(32)
    const own = issues.filter(({ project }) => project.slug === 'project-1')
    expect(own.map(({ title, count, status }) => [title, Number(count), status]).sort()).toEqual(
      Array.from({ length: 8 }, (_, index) => [
        `Error${index}: it broke`,
        100 + index,
        index % 3 === 0 ? 'resolved' : 'unresolved',
      ]),
    )
    expect(new Set(own.map(({ firstSeen }) => firstSeen.slice(0, 10)))).toEqual(new Set(['2026-01-05']))

    const place = { dsn: server.url, publicKey: keyOfProject(2), projectId: idOfProject(2) }
    expect((await post(place, envelopeOf(anEvent({}, 'Moved')))).status).toBe(200)
    await issuesWhen({ client, org: 'acme' }, (found) => found.length > 0, 'Moved')
    await server.stop()
  })
})

const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

describe('mishap import glitchtip', () => {
  it('brings what another server holds, through the same API as GlitchTip’s', async () => {
    const [source, target] = [await startServerWithAdmin({ env: { DATABASE_URL: await aDatabase() } }), await aTarget()]
    const place = await aPlace(source)
    await place.client.inviteMember(place.org, { email: 'grace@example.com', orgRole: 'manager' })
    const watched = { monitorType: 'HTTP', group: 'Web', assertions: [{ kind: 'status', expected: '2xx' }] } as const
    const site = { name: 'Site', url: 'https://site.example/', expectedStatus: null, expectedBody: '', timeout: null }
    const { id: watchedId } = await place.client.createMonitor(place.org, { ...site, ...watched, isPaused: true })
    const look = { name: 'How we do', slug: 'state', isPublic: true, access: 'public', accent: '#1f6feb' } as const
    await place.client.createStatusPage(place.org, {
      ...look,
      sections: [{ name: '', isCollapsed: false, monitors: [{ id: watchedId, name: '', description: '' }] }],
    })
    await place.client.putStatusPageLogo(place.org, look.slug, { image: PIXEL })
    const weekly: MaintenanceWindowJson = {
      kind: 'weekly',
      days: [1],
      time: '03:30',
      minutes: 60,
      timezone: 'UTC',
      until: null,
    }
    await place.client.createMaintenance(place.org, { title: 'Backup', window: weekly, monitors: [watchedId] })
    const rule = { name: 'Rare', triggers: ['regression'], query: 'level:error', cooldownMinutes: 30 } as const
    const recipients = [
      { recipientType: 'slack', url: 'https://hooks.slack.com/services/T0/B0/secret' },
      { recipientType: 'webhook', url: 'https://bridge.example/hook' },
    ] as const
    await place.client.createAlert(place.org, place.project, { ...rule, alertRecipients: recipients })
    for (const type of ['First', 'Second', 'Second'])
      expect((await post(place, envelopeOf(anEvent({ release: 'web@1' }, type)))).status).toBe(200)
    const there = await issuesWhen(
      place,
      (issues) => issues.length === 2 && issues.some(({ count }) => Number(count) === 2),
    )
    const args = ['glitchtip', '--url', source.url, '--token', ADMIN.token, '--org', place.org]
    const { code, stdout, stderr } = await target.run([...args, '--no-invite-mails'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining(`${place.org}: issues 2\n`) })
    expect(stdout).toContain('1 person is invited and not told')
    expect(stdout).toMatch(/: Rare comes without slack https:\/\/hooks\.slack\.com\/\*+: .* Add it here\./)
    const mails = await startMailServer()
    const told = await target.run(args, { env: { EMAIL_URL: mails.url } })
    expect([told.code, told.stdout]).toEqual([0, expect.stringContaining('\nTold by mail: 1.\n')])
    expect(mails.received).toEqual([['grace@example.com']])
    await Promise.all([source.stop(), mails.close()])

    const { server, client } = await serverOf(target)
    const here = (await client.listIssues(place.org, { query: '' })).items
    const plain = (issues: typeof here) =>
      issues
        .map(({ title, count, culprit, lastSeen }) => ({ title, count, culprit, lastSeen }))
        .sort((a, b) => (a.title < b.title ? -1 : 1))
    expect(plain(here)).toEqual(plain([...there]))
    expect((await client.listMembers(place.org)).items.map(({ email, orgRole }) => [email, orgRole])).toContainEqual([
      'grace@example.com',
      'manager',
    ])
    expect((await client.listMonitors(place.org)).items).toMatchObject([{ ...site, ...watched }])
    const [page] = (await client.listStatusPages(place.org)).items
    expect(page).toMatchObject({ ...look, hasLogo: true, monitors: [{ name: 'Site' }] })
    expect((await fetch(`${server.url}/status/${place.org}/${look.slug}/`)).status).toBe(200)
    const windows = (await client.listMaintenance(place.org)).items
    expect(windows).toMatchObject([{ title: 'Backup', window: weekly, monitors: [page?.monitors[0]?.id] }])
    const brought = (await client.listAlerts(place.org, place.project)).items.find(({ name }) => name === rule.name)
    expect(brought).toMatchObject({ ...rule, alertRecipients: [recipients[1]] })
    await server.stop()
  })
})
