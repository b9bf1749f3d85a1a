import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from '@jest/globals'
import pg from 'pg'
import { aDatabase, dropDatabases } from './support/database.js'
import { runCli, startServer, stopServers } from './support/server.js'
import { removeTempDirs, tempDir } from './support/temp-dir.js'

afterAll(async () => {
  await stopServers()
  await dropDatabases()
  removeTempDirs()
})

/** The URL of a database that is not there yet, on the same server. */
function nextTo(existing: string): string {
  const url = new URL(existing)
  url.pathname += '_new'
  return url.href
}

describe('mishap init', () => {
  it('makes an instance of nothing, once, which then serves and takes an event', async () => {
    const dir = tempDir()
    const settings = join(dir, 'mishap.env')
    const existing = await aDatabase()
    const databaseUrl = nextTo(existing)
    const args = ['init', '--settings', settings, '--email', 'ada@example.com', '--org', 'Acme', '--platform', 'node']
    const more = [
      '--url',
      'http://localhost:8123',
      '--database-url',
      databaseUrl,
      '--data',
      join(dir, 'data'),
      '--json',
    ]
    const first = await runCli([...args, ...more])
    expect([first.code, first.stderr]).toEqual([0, ''])
    const made = JSON.parse(first.stdout)
    expect(made).toMatchObject({
      ...{ settingsMade: true, databaseMade: true, email: 'ada@example.com', organization: 'acme', project: 'web' },
      ...{ made: ['user', 'organization', 'team', 'project'], password: expect.stringMatching(/^\S{20}$/) },
      dsn: expect.stringMatching(/^http:\/\/[0-9a-f]{32}@localhost:8123\/\d+$/),
    })
    const text = readFileSync(settings, 'utf8')
    expect(text).toMatch(/^SECRET_KEY=[0-9a-f]{64}$/m)
    expect(statSync(settings).mode & 0o077).toBe(0)

    const again = await runCli([...args, '--data', join(dir, 'data'), '--json'])
    expect([again.code, again.stderr]).toEqual([0, ''])
    expect(JSON.parse(again.stdout)).toEqual({
      ...made,
      ...{ settingsMade: false, databaseMade: false, made: [], password: null },
    })
    expect(readFileSync(settings, 'utf8')).toBe(text)

    const env = Object.fromEntries(
      text.split('\n').flatMap((line) => (/^[A-Z_]+=/.test(line) ? [line.split(/=(.*)/s).slice(0, 2)] : [])),
    )
    const server = await startServer({ dataDir: join(dir, 'data'), env })
    const dsn = made.dsn.replace('localhost:8123', new URL(server.url).host)
    const sent = await runCli(['send-test', '--dsn', dsn, '--json'])
    expect([sent.code, JSON.parse(sent.stdout).status]).toEqual([0, 200])
    expect(await rulesOf(databaseUrl)).toEqual(['New issues and regressions'])
    await server.stop()
    await dropWithSuffix(existing, '_new')
  })

  it('says what to do where the database cannot be reached', async () => {
    const args = ['init', '--email', 'ada@example.com', '--database-url', 'postgres://nobody@127.0.0.1:1/mishap']
    const { code, stderr } = await runCli([...args, '--data', tempDir()])
    expect([code, stderr]).toEqual([1, expect.stringMatching(/^The database at 127.0.0.1:1\/mishap cannot be reached/)])
  })
})

/** Without a rule nobody would hear of what the first project reports. */
async function rulesOf(url: string): Promise<readonly string[]> {
  const client = new pg.Client(url)
  await client.connect()
  const { rows } = await client.query<{ name: string }>('select name from mishap.project_alerts')
  await client.end()
  return rows.map(({ name }) => name)
}

async function dropWithSuffix(url: string, suffix: string): Promise<void> {
  const client = new pg.Client(url)
  await client.connect()
  await client.query(`drop database "${new URL(url).pathname.slice(1)}${suffix}" with (force)`)
  await client.end()
}
