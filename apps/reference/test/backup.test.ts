import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import pg from 'pg'
import { aDatabase, dropDatabases } from './support/database.js'
import { anEvent, envelopeOf, newId, post } from './support/envelope.js'
import { type Environment, runCli, startServer, stopServers, type TestServer } from './support/server.js'
import { removeTempDirs, tempDir } from './support/temp-dir.js'
import { ADMIN, adminOf, aPlace, issuesWhen, type Place, startServerWithAdmin } from './support/world.js'

const STORED = 30
const WAITING = 5
const FILE = 'the last words of the shop'

let from: Environment
let server: TestServer
let place: Place
let stored: string[]
let waiting: string[]
/** Keeps the server from storing events, and nobody from reading them. */
let blocker: pg.Client

async function storedAre(at: TestServer, count: number): Promise<void> {
  const { org } = place
  await issuesWhen({ client: adminOf(at), org }, (issues) => sumOf(issues.map((one) => Number(one.count))) === count)
}

/** Without what depends on how many came after it. */
async function eventAt(at: TestServer, id: string): Promise<unknown> {
  const event = (await (await ask(at, `events/${id}/`)).json()) as Record<string, unknown>
  return { ...event, total: null, lastEventID: null, nextEventID: null }
}

async function textOfFile(at: TestServer, id: string): Promise<string> {
  const [file] = await adminOf(at).listEventAttachments(place.org, place.project, id)
  return (await ask(at, `events/${id}/attachments/${file?.id}/?download=1`)).text()
}

async function ask(at: TestServer, path: string): Promise<Response> {
  const headers = { authorization: `Bearer ${ADMIN.token}` }
  const response = await fetch(`${at.url}/api/0/projects/${place.org}/${place.project}/${path}`, { headers })
  expect([path, response.status]).toEqual([path, 200])
  return response
}

/** What is kept of them in the database itself. */
async function filesIn(url: string): Promise<readonly string[]> {
  const client = new pg.Client(url)
  await client.connect()
  const { rows } = await client.query<{ content: Buffer }>('select content from mishap.blobs')
  await client.end()
  return rows.map(({ content }) => content.toString())
}

const sumOf = (numbers: readonly number[]) => numbers.reduce((sum, one) => sum + one, 0)

const hasPgDump = process.env.MISHAP_TEST_PG_DUMP !== 'missing'

// A whole run tries it on the other versions of PostgreSQL that the machine has.
const suite = process.env.MISHAP_TEST_BACKUPS === 'elsewhere' ? describe.skip : describe

suite('a backup', () => {
  /** A server with events, a file, and more events that it has taken and cannot store. */
  beforeAll(async () => {
    from = { DATABASE_URL: await aDatabase(), MISHAP_BLOBS: 'files' }
    server = await startServerWithAdmin({ env: from })
    place = await aPlace(server)
    const send = async (count: number) => {
      const events = Array.from({ length: count }, (_, i) => anEvent({}, i % 2 === 0 ? 'TypeError' : 'RangeError'))
      for (const event of events) expect((await post(place, envelopeOf(event))).status).toBe(200)
      return events.map((event) => event.event_id as string)
    }
    stored = await send(STORED - 1)
    const withFile = anEvent()
    const attachment = `{"type":"attachment","length":${FILE.length},"filename":"words.txt"}\n${FILE}\n`
    await post(place, envelopeOf(withFile) + attachment)
    stored.push(withFile.event_id as string)
    await storedAre(server, STORED)
    blocker = new pg.Client(from.DATABASE_URL)
    await blocker.connect()
    await blocker.query('begin; lock table mishap.events in share row exclusive mode')
    waiting = await send(WAITING)
  })
  afterAll(async () => {
    await blocker.end()
    await stopServers()
    await dropDatabases()
    removeTempDirs()
  }, 240_000)

  it('of a running server brings everything it had promised to another place', async () => {
    const dir = join(tempDir(), 'backup')
    const saved = await runCli(['backup', '--to', dir, '--data', server.dataDir, '--json'], from)
    expect([saved.code, saved.stderr]).toEqual([0, ''])
    expect(JSON.parse(saved.stdout)).toMatchObject({
      database: hasPgDump ? 'pg_dump' : 'portable',
      counts: { events: STORED, issues: 2, projects: 1, users: 1, attachments: 1 },
      ...{ blobFiles: 1, hasSecretKey: true, waitingInRedis: null },
    })
    expect(statSync(dir).mode & 0o077).toBe(0)

    const to = { DATABASE_URL: await aDatabase(), MISHAP_BLOBS: 'files' }
    const dataDir = join(tempDir(), 'data')
    const restored = await runCli(['restore', '--from', dir, '--data', dataDir, '--json'], to)
    expect([restored.code, restored.stderr]).toEqual([0, ''])
    expect(readFileSync(join(dataDir, 'secret-key'), 'utf8')).toBe(
      readFileSync(join(server.dataDir, 'secret-key'), 'utf8'),
    )

    // Without the users of the environment: who may do what is of the backup, too.
    const other = await startServer({ dataDir, env: to })
    await storedAre(other, STORED + WAITING)
    const last = stored.at(-1) ?? ''
    for (const id of stored) expect(await eventAt(other, id)).toEqual(await eventAt(server, id))
    for (const id of waiting) expect(await eventAt(other, id)).toMatchObject({ eventID: id })
    expect(await textOfFile(other, last)).toBe(FILE)
    // Another one is filed where the last one was, and nothing that was sent before is counted twice.
    const moved = { ...place, dsn: place.dsn.replace(new URL(server.url).host, new URL(other.url).host) }
    for (const event of [anEvent({ event_id: last }), anEvent()])
      expect((await post(moved, envelopeOf(event))).status).toBe(200)
    await storedAre(other, STORED + WAITING + 1)
  })

  it('moves a running instance into the embedded database, and out of it again while that runs', async () => {
    const [moved, back] = [join(tempDir(), 'moved'), join(tempDir(), 'back')]
    const saved = await runCli(['backup', '--to', moved, '--data', server.dataDir, '--portable'], from)
    expect([saved.code, saved.stdout]).toEqual([0, expect.stringContaining('into any PostgreSQL from 14 on')])

    const inside = join(tempDir(), 'data')
    expect(await runCli(['restore', '--from', moved, '--data', inside])).toMatchObject({ code: 0, stderr: '' })
    const embedded = await startServer({ dataDir: inside })
    await storedAre(embedded, STORED + WAITING)
    for (const id of stored) expect(await eventAt(embedded, id)).toEqual(await eventAt(server, id))
    for (const id of waiting) expect(await eventAt(embedded, id)).toMatchObject({ eventID: id })
    expect(await textOfFile(embedded, stored.at(-1) ?? '')).toBe(FILE)
    const again = await runCli(['backup', '--to', back, '--data', inside, '--portable', '--json'])
    expect(JSON.parse(again.stdout)).toMatchObject({ format: 2, counts: { events: STORED + WAITING }, blobFiles: 1 })

    // A database of one's own keeps the files, too, unless somebody says otherwise.
    const [to, outside] = [{ DATABASE_URL: await aDatabase() }, join(tempDir(), 'data')]
    expect(await runCli(['restore', '--from', back, '--data', outside], to)).toMatchObject({ code: 0, stderr: '' })
    expect(await filesIn(to.DATABASE_URL)).toEqual([FILE])
    expect(existsSync(join(outside, 'blobs'))).toBe(false)
    // And the embedded one as files.
    const last = join(tempDir(), 'last')
    await runCli(['backup', '--to', last, '--data', outside, '--portable'], to)
    const home = join(tempDir(), 'data')
    const restored = await runCli(['restore', '--from', last, '--data', home], {
      ...to,
      DATABASE_URL: await aDatabase(),
      MISHAP_BLOBS: 'files',
    })
    expect(restored).toMatchObject({ code: 0, stderr: '' })
    expect(readdirSync(join(home, 'blobs'), { recursive: true }).join()).toMatch(/\.blob$/)
  })

  it('is not brought over what is there already', async () => {
    const dir = join(tempDir(), 'backup')
    expect((await runCli(['backup', '--to', dir, '--data', server.dataDir], from)).code).toBe(0)
    const again = await runCli(['backup', '--to', dir, '--data', server.dataDir], from)
    expect([again.code, again.stderr]).toEqual([1, expect.stringMatching(/^--to: wanted a directory that is empty/)])
    const broken = join(tempDir(), 'broken')
    const nothing = { DATABASE_URL: await aDatabase() }
    const failed = await runCli(['backup', '--to', broken, '--data', tempDir()], nothing)
    expect([failed.code, failed.stderr]).toEqual([1, expect.stringMatching(/holds nothing of Mishap yet/)])
    expect(existsSync(broken)).toBe(false)
    const over = await runCli(['restore', '--from', dir, '--data', tempDir()], from)
    expect([over.code, over.stderr]).toEqual([1, expect.stringMatching(/There is a schema mishap in the database/)])
    const running = await runCli(['restore', '--from', dir, '--data', server.dataDir], from)
    expect([running.code, running.stderr]).toEqual([1, expect.stringMatching(/Another Mishap server .* uses /)])
  })

  it('is not taken for whole where it was broken off, nor restored with another secret key', async () => {
    const dir = join(tempDir(), 'backup')
    const secret = { ...from, SECRET_KEY: newId() }
    expect((await runCli(['backup', '--to', dir, '--data', server.dataDir], secret)).code).toBe(0)
    expect(existsSync(join(dir, 'secret-key'))).toBe(false)
    const to = { DATABASE_URL: await aDatabase() }
    const keyless = await runCli(['restore', '--from', dir, '--data', tempDir()], to)
    expect([keyless.code, keyless.stderr]).toEqual([1, expect.stringMatching(/^SECRET_KEY: wanted the one/)])
    const path = join(dir, 'manifest.json')
    const manifest = readFileSync(path, 'utf8')
    // Versions that knew only this form did not name it.
    const unnamed = manifest.replace(/"database": "pg_dump",/, '')
    writeFileSync(path, unnamed.replace(`"events": ${STORED}`, `"events": ${STORED + 1}`))
    const args = ['restore', '--from', dir, '--data', tempDir(), '--with-other-key']
    const short = await runCli(args, to)
    expect([short.code, short.stderr]).toEqual([1, expect.stringMatching(/not what was saved: 30 events of 31/)])
    const none = await runCli(['restore', '--from', tempDir()], to)
    expect([none.code, none.stderr]).toEqual([1, expect.stringMatching(/^--from: wanted a finished backup/)])
  })
})
