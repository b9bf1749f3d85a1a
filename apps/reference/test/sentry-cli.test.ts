import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { createClient } from '@mishap/core/client'
import { aDatabase, dropDatabases } from './support/database.js'
import { anEvent, envelopeOf, post } from './support/envelope.js'
import { aRepository } from './support/git-repository.js'
import { sentryCli } from './support/sentry-cli.js'
import { stopServers, type TestServer } from './support/server.js'
import { removeTempDirs, tempDir } from './support/temp-dir.js'
import { ADMIN, aPlace, issuesWhen, type Place, startServerWithAdmin, until } from './support/world.js'

let server: TestServer
beforeAll(async () => {
  server = await startServerWithAdmin({ env: { DATABASE_URL: await aDatabase() } })
})
afterAll(async () => {
  await stopServers()
  await dropDatabases()
  removeTempDirs()
})

describe.each([2, 3] as const)('sentry-cli %d', (major) => {
  const home = tempDir()
  let place: Place
  let cli: ReturnType<typeof sentryCli>

  beforeAll(async () => {
    place = await aPlace(server)
    cli = sentryCli(major, {
      HOME: home,
      SENTRY_URL: server.url,
      SENTRY_ORG: place.org,
      SENTRY_PROJECT: place.project,
      SENTRY_AUTH_TOKEN: ADMIN.token,
      SENTRY_DSN: place.dsn,
    })
  })

  /** What it prints, where it says that all went well. */
  async function okIn(cwd: string, ...args: string[]): Promise<string> {
    const { code, stdout, stderr } = await cli(args, { cwd })
    expect({ args, code, stderr: code === 0 ? '' : stderr }).toEqual({ args, code: 0, stderr: '' })
    return stdout
  }

  const ok = (...args: string[]) => okIn(home, ...args)

  it('knows who it is', async () => {
    const said = await ok('info')
    for (const word of [ADMIN.email, 'project:read']) expect(said).toContain(word)
    expect(await ok('info', '--config-status-json')).toMatch(/"successful": ?true/)
    await ok('login', '--auth-token', ADMIN.token)
  })

  it('says why an unknown token is refused', async () => {
    const { code, stderr } = await cli(['--auth-token', 'f'.repeat(64), 'organizations', 'list'])
    expect([code, stderr]).toEqual([1, expect.stringMatching(/Unauthorized/)])
  })

  it('lists organizations and projects', async () => {
    expect(await ok('organizations', 'list')).toContain(place.org)
    expect(await ok('projects', 'list')).toMatch(new RegExp(`\\b${place.projectId}\\b.*\\b${place.project}\\b`))
  })

  it('lists issues and changes their status, one by one and all at once', async () => {
    await post(place, envelopeOf(anEvent({}, 'FirstError')))
    await post(place, envelopeOf(anEvent({}, 'SecondError')))
    const issues = await issuesWhen(place, (all) => all.length === 2)
    const list = await ok('issues', 'list')
    for (const { shortId, title } of issues) expect(list).toMatch(new RegExp(`${shortId}.*${title.slice(0, 20)}`))
    const statuses = async () =>
      Object.fromEntries((await place.client.listIssues(place.org)).items.map(({ id, status }) => [id, status]))
    const [first, second] = [issues[0]?.id ?? '', issues[1]?.id ?? '']
    await ok('issues', 'resolve', '-i', first)
    expect(await statuses()).toEqual({ [first]: 'resolved', [second]: 'unresolved' })
    expect(await ok('issues', 'list', '--query', 'is:resolved')).not.toContain(issues[1]?.shortId)
    await ok('issues', 'mute', '-i', second)
    expect(await statuses()).toEqual({ [first]: 'resolved', [second]: 'ignored' })
    await ok('issues', 'unresolve', '-a')
    expect(await statuses()).toEqual({ [first]: 'unresolved', [second]: 'unresolved' })
    await ok('issues', 'resolve', '-s', 'unresolved')
    expect(await statuses()).toEqual({ [first]: 'resolved', [second]: 'resolved' })
  })

  it('sends events, and lists them with who had them and their tags', async () => {
    const sent = await ok('send-event', '-m', `hello of ${major}`, '-t', 'color:teal', '-u', 'id:42', '-E', 'prod')
    const id = /[\da-f-]{32,36}/.exec(sent)?.[0].replaceAll('-', '') ?? ''
    await issuesWhen(place, (all) => all.some(({ title }) => title === `hello of ${major}`))
    const list = await ok('events', 'list', '--show-user', '--show-tags')
    expect(list.replaceAll('-', '')).toContain(id)
    expect(list).toMatch(/color.*teal/)
    expect(list).toContain('42')
    const file = join(home, 'an.envelope')
    writeFileSync(file, envelopeOf(anEvent({}, 'FromAFile')))
    await ok('send-envelope', file)
    await issuesWhen(place, (all) => all.some(({ title }) => title.startsWith('FromAFile')))
  })

  it('runs jobs, whose monitors know how they went', async () => {
    const job = (...args: string[]) => cli(['monitors', 'run', '--schedule', '0 4 * * *', ...args], { cwd: home })
    expect((await job('--check-in-margin', '3', 'good', '--', 'true')).code).toBe(0)
    expect((await job('bad', '--', 'false')).code).toBe(1)
    const monitors = async () =>
      (await place.client.listMonitors(place.org)).items.filter(({ checks }) => checks.length > 0)
    await until(async () => (await monitors()).length === 2)
    const cron = { schedule: { type: 'crontab', value: '0 4 * * *' }, margin: 3 }
    expect(await monitors()).toMatchObject([
      { name: 'bad', monitorType: 'Cron', status: 'down', checks: [{ isUp: false }] },
      { name: 'good', monitorType: 'Cron', status: 'up', checks: [{ isUp: true }], cron },
    ])
    const good = (await monitors())[1]?.id ?? 0
    expect((await place.client.listMonitorCheckIns(place.org, good)).items).toMatchObject([
      { status: 'ok', environment: 'production', duration: expect.any(Number) },
    ])
  })

  it('makes releases, and tells of them', async () => {
    const version = `shop@${major}.0.0+build 7`
    await ok('releases', 'new', version, '--url', 'https://shop.example/7')
    await ok('releases', 'new', version)
    expect(await ok('releases', 'list')).toContain('(unreleased)')
    await ok('releases', 'finalize', version)
    expect(await ok('releases', 'list')).not.toContain('(unreleased)')
    expect(await ok('releases', 'info', version)).toContain(version)
    const unknown = await cli(['releases', 'info', 'nothing@1'])
    expect(unknown.code).toBe(1)
  })

  it('sets commits of a local repository, and clears them', async () => {
    const version = `shop@${major}.1.0`
    const { dir, commit } = aRepository()
    await ok('releases', 'new', version)
    await okIn(dir, 'releases', 'set-commits', version, '--local')
    expect(await ok('releases', 'info', version, '--show-commits')).toContain(commit)
    // Without a repository on the server sentry-cli takes the local one for this as well.
    const client = createClient({ baseUrl: server.url, token: ADMIN.token })
    await client.createRepository(place.org, { name: 'acme/shop', url: 'https://git.example/acme/shop' })
    await okIn(dir, 'releases', 'set-commits', version, '--clear')
    expect(await ok('releases', 'info', version, '--show-commits')).not.toContain(commit)
  })

  it('resolves in a release what its commits say that they fix', async () => {
    const version = `shop@${major}.1.1`
    const type = `Fixed${major}Error`
    await post(place, envelopeOf(anEvent({}, type)))
    const ours = ({ title }: { readonly title: string }) => title.includes(type)
    const issue = (await issuesWhen(place, (all) => all.some(ours))).find(ours)
    const { dir } = aRepository(`Keep what is in the cart\n\nFixes ${issue?.shortId}`)
    await ok('releases', 'new', version)
    await okIn(dir, 'releases', 'set-commits', version, '--local')
    expect(await place.client.getIssue(issue?.id ?? '')).toMatchObject({
      ...{ status: 'resolved', statusDetails: { inRelease: version } },
    })
  })

  it('notes deploys', async () => {
    const version = `shop@${major}.2.0`
    await ok('releases', 'new', version)
    await ok('deploys', 'new', '--release', version, '-e', 'staging')
    const production = ['-e', 'production', '-n', 'blue', '-u', 'https://shop.example', '-t', '90']
    await ok('deploys', 'new', '--release', version, ...production)
    const list = await ok('deploys', 'list', '--release', version)
    for (const word of ['staging', 'production', 'blue']) expect(list).toContain(word)
  })

  it('archives, restores and deletes releases', async () => {
    const version = `shop@${major}.3.0`
    await ok('releases', 'new', version)
    await ok('releases', 'archive', version)
    await ok('releases', 'restore', version)
    await ok('releases', 'delete', version)
    expect((await cli(['releases', 'info', version])).code).toBe(1)
    expect(await ok('releases', 'list')).not.toContain(version)
  })
})
