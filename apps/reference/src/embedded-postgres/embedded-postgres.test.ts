import { chmodSync, cpSync, lstatSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, describe, expect, it } from '@jest/globals'
import { consoleLogger, type Logger } from '@mishap/core'
import pg from 'pg'
import { findBinaries } from './binaries.js'
import { createCluster } from './create.js'
import { type EmbeddedPostgres, openEmbeddedPostgres } from './index.js'
import { readPidFile } from './pid-file.js'
import { startPostmaster } from './postmaster.js'
import { chooseRunAs } from './run-as.js'

const logger: Logger = { ...consoleLogger, info() {}, error() {} }
const dirs: string[] = []
const open: EmbeddedPostgres[] = []

function aDir(): string {
  const dir = mkdtempSync(join(tmpdir(), 'mishap-ep-'))
  // As `mkdtemp` leaves it, PostgreSQL's user could not enter when we are root.
  chmodSync(dir, 0o755)
  dirs.push(dir)
  return dir
}

async function aServer(dataDir: string, binDir?: string): Promise<EmbeddedPostgres> {
  const server = await openEmbeddedPostgres({ dataDir, logger, binDir: binDir ?? null })
  open.push(server)
  return server
}

afterEach(async () => {
  for (const server of open.splice(0)) await server.close()
  for (const dir of dirs.splice(0)) rmSync(dir, { recursive: true, force: true, maxRetries: 10 })
})

async function ask(server: EmbeddedPostgres, sql: string): Promise<unknown[]> {
  const client = new pg.Client(server.connection)
  client.on('error', () => {})
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}

function pidOf(dataDir: string): number | null {
  return readPidFile(join(dataDir, 'postgres'))?.pid ?? null
}

describe('the embedded PostgreSQL', () => {
  it('is made with safe settings, stops with its last holder and keeps its data', async () => {
    const dir = aDir()
    const first = await aServer(dir)
    expect(
      await ask(
        first,
        "select current_setting('fsync') fsync, current_setting('synchronous_commit') sync, lower('ÄÖ') l",
      ),
    ).toEqual([{ fsync: 'on', sync: 'on', l: 'äö' }])
    await ask(first, 'create table kept as select 42 as answer')
    const second = await aServer(dir)
    expect(second.connection).toEqual(first.connection)
    await first.close()
    expect(await ask(second, 'select answer from kept')).toEqual([{ answer: 42 }])
    await second.close()
    expect(pidOf(dir)).toBeNull()
    expect(await ask(await aServer(dir), 'select answer from kept')).toEqual([{ answer: 42 }])
  })

  it('is made once by many who start at the same moment', async () => {
    const dir = aDir()
    const servers = await Promise.all(Array.from({ length: 4 }, () => aServer(dir)))
    expect(new Set(servers.map(({ connection }) => JSON.stringify(connection))).size).toBe(1)
    expect(await ask(servers[0] as EmbeddedPostgres, 'select 1 as one')).toEqual([{ one: 1 }])
  })

  it('adopts the server that a killed process left behind, and stops it in the end', async () => {
    const dir = aDir()
    const place = { dataDir: dir, clusterDir: join(dir, 'postgres'), runAs: chooseRunAs(dir), binDir: null }
    const orphan = await startPostmaster({ ...place, binaries: createCluster(place) })
    const server = await aServer(dir)
    expect(pidOf(dir)).toBe(orphan?.pid)
    await server.close()
    expect(pidOf(dir)).toBeNull()
  })

  it('comes back by itself with its data when its server is killed', async () => {
    const dir = aDir()
    const server = await aServer(dir)
    await ask(server, 'create table kept as select 42 as answer')
    process.kill(pidOf(dir) ?? 0, 'SIGKILL')
    for (;;) {
      const rows = await ask(server, 'select answer from kept').catch(() => null)
      if (rows === null) continue
      expect(rows).toEqual([{ answer: 42 }])
      break
    }
  })

  it('starts although the process id in an old pid file belongs to another program now', async () => {
    const dir = aDir()
    const first = await aServer(dir)
    const pidFile = readFileSync(join(dir, 'postgres', 'postmaster.pid'), 'utf8')
    await first.close()
    writeFileSync(join(dir, 'postgres', 'postmaster.pid'), pidFile.replace(/^\d+/, String(process.ppid)))
    expect(await ask(await aServer(dir), 'select 1 as one')).toEqual([{ one: 1 }])
  })

  it('works in a directory whose path is too long for a socket, or closed to the user it runs as', async () => {
    const closed = aDir()
    chmodSync(closed, 0o700)
    for (const dir of [join(aDir(), 'x'.repeat(100)), join(closed, 'data')]) {
      mkdirSync(dir)
      const server = await aServer(dir)
      await ask(server, 'create table kept as select 42 as answer; checkpoint')
      await server.close()
      expect(await ask(await aServer(dir), 'select answer from kept')).toEqual([{ answer: 42 }])
    }
  })

  it('runs from a package that lacks its links and lies where the user it runs as may not read', async () => {
    const dir = aDir()
    const { dir: bin } = findBinaries({ dataDir: dir, runAs: null, binDir: null, major: null })
    const bare = join(aDir(), 'closed', 'native')
    mkdirSync(dirname(bare), { mode: 0o700 })
    cpSync(dirname(bin), bare, { recursive: true, filter: (path) => !lstatSync(path).isSymbolicLink() })
    cpSync(join(dirname(bin), '..', 'package.json'), join(dirname(bare), 'package.json'))
    expect(await ask(await aServer(dir, join(bare, 'bin')), 'select 1 as one')).toEqual([{ one: 1 }])
  })

  it('says what it looked for when the data needs another version', async () => {
    const dir = aDir()
    mkdirSync(join(dir, 'postgres'))
    writeFileSync(join(dir, 'postgres', 'PG_VERSION'), '13\n')
    await expect(aServer(dir)).rejects.toThrow(
      /PostgreSQL 13, which made the data here, was not found[\s\S]*DATABASE_URL/,
    )
  })

  it('does not touch a directory with files of somebody else', async () => {
    const dir = aDir()
    mkdirSync(join(dir, 'postgres'))
    writeFileSync(join(dir, 'postgres', 'thesis.txt'), 'dear')
    await expect(aServer(dir)).rejects.toThrow(/holds files but no PostgreSQL database/)
  })
})
