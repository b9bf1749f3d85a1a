import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Storage } from '@mishap/core'
import pg from 'pg'
import { type PgPool, pgStorage } from '../src/index.js'
import { openTestDatabase } from './schemas.js'
import { aProject } from './world.js'

const database = openTestDatabase()
afterAll(() => database.close())

const NOON = new Date('2026-03-14T12:00:00.123Z')
const schema = database.schema()
const storage: Storage = pgStorage({ pool: database.pool, schema })
beforeAll(() => storage.migrate())

const url = process.env.MISHAP_TEST_DATABASE_URL
/** Soon over for one who waits in vain, and more than any statement takes on a busy machine. */
const HURRIED_MS = 3_000

describe("a pool of the host's", () => {
  it('may read types in its own way and live in any time zone', async () => {
    const odd = new pg.Pool({
      connectionString: url,
      options: '-c timezone=Asia/Kolkata -c search_path=pg_catalog -c default_transaction_isolation=serializable',
      types: { getTypeParser: () => () => 'not what you think' },
    })
    try {
      const theirs = pgStorage({ pool: odd, schema })
      const { organizationId, projectId, event } = await aProject(theirs)
      const [result] = await theirs.ingest.persist([event({ receivedAt: NOON, tags: [['a', 'b']] })])
      const issueId = result?.issueId ?? ''
      const issue = await theirs.issues.get(issueId)
      expect(issue).toMatchObject({ id: issueId, organizationId, projectId, count: 1, lastSeenAt: NOON })
      expect(issue).toEqual(await storage.issues.get(issueId))
      expect(await theirs.events.find(organizationId, { issueId }, 'latest')).toMatchObject({ receivedAt: NOON })
      const query = { from: NOON, to: new Date('2026-03-15T00:00:00Z'), bucketSeconds: 86400 } as const
      expect((await theirs.issues.series(organizationId, [issueId], query)).get(issueId)).toEqual([
        { at: new Date('2026-03-14T00:00:00Z'), count: 1 },
      ])
    } finally {
      await odd.end()
    }
  })

  it('may be without prepared statements', async () => {
    const plain = pgStorage({ pool: database.pool, schema, preparedStatements: false })
    const { event } = await aProject(plain)
    await plain.ingest.persist([event({ hashes: ['a'] }), event({ hashes: ['a'] })])
    const names = await database.pool.query('select name from pg_prepared_statements')
    const [result] = await plain.ingest.persist([event({ hashes: ['a'] })])
    expect((await plain.issues.get(result?.issueId ?? ''))?.count).toBe(3)
    expect(names.rows).toEqual([])
  })

  it('that cannot connect is unavailable', async () => {
    const pool = new pg.Pool({ host: '127.0.0.1', port: 1 })
    const away = pgStorage({ pool, schema })
    await expect(away.ping()).rejects.toMatchObject({ name: 'AppError', code: 'unavailable' })
    await expect(away.users.hasAny()).rejects.toMatchObject({ code: 'unavailable' })
    const { event } = await aProject(storage)
    await expect(away.ingest.persist([event()])).rejects.toMatchObject({ code: 'unavailable' })
    await pool.end()
  })

  it('whose connection dies in the middle of a batch loses only that batch', async () => {
    const { event, organizationId } = await aProject(storage)
    await storage.ingest.persist([event({ hashes: ['a'] })])
    const dying = pgStorage({ pool: killing(database.pool, /update .*issues/s), schema })
    await expect(dying.ingest.persist([event({ hashes: ['a'] }), event()])).rejects.toMatchObject({
      code: 'unavailable',
    })
    const filter = { organizationId, projectIds: null }
    expect(await storage.issues.count(filter, 10)).toBe(1)
    expect((await storage.ingest.persist([event({ hashes: ['a'] })]))[0]?.outcome).toBe('repeat')
  })

  it('loses a connection that hangs, and asks on another', async () => {
    const line = await aLine()
    const pool = new pg.Pool({ connectionString: line.url, max: 1 })
    pool.on('error', () => {})
    try {
      const hurried = pgStorage({ pool, schema, statementTimeoutMs: HURRIED_MS })
      const { event, organizationId } = await aProject(storage)
      await hurried.ping()
      line.cut()
      await expect(hurried.ingest.persist([event({ hashes: ['a'] })])).rejects.toMatchObject({ code: 'unavailable' })
      await hurried.ping()
      line.cut()
      await expect(hurried.ping()).rejects.toMatchObject({ code: 'unavailable' })
      await hurried.ingest.persist([event({ hashes: ['a'] })])
      expect(await storage.issues.count({ organizationId, projectIds: null }, 10)).toBe(1)
    } finally {
      await pool.end()
      await line.close()
    }
  })

  it('gives up waiting for a lock, and is as before', async () => {
    const { event } = await aProject(storage)
    const holder = await database.pool.connect()
    try {
      await holder.query(`begin; lock table "${schema}".project_outcomes in access exclusive mode`)
      const hurried = pgStorage({ pool: database.pool, schema, statementTimeoutMs: HURRIED_MS })
      await expect(hurried.ingest.persist([event()])).rejects.toMatchObject({ code: 'unavailable' })
      await holder.query('rollback')
      expect((await hurried.ingest.persist([event()]))[0]?.outcome).toBe('new')
    } finally {
      holder.release(true)
    }
  })

  it('gets every connection back, also after errors', async () => {
    const pool = new pg.Pool({ connectionString: url, max: 1 })
    const narrow = pgStorage({ pool, schema })
    const { event } = await aProject(narrow)
    await expect(narrow.ingest.persist([event({ projectId: '999999' })])).rejects.toMatchObject({ code: 'not_found' })
    await expect(narrow.organizations.create({ name: '', slug: 'x', ownerId: '999999' })).rejects.toThrow()
    await narrow.ping()
    await pool.end()
  })

  it('that takes no writes is unavailable', async () => {
    const pool = new pg.Pool({ connectionString: url, options: '-c default_transaction_read_only=on' })
    const { event } = await aProject(storage)
    await expect(pgStorage({ pool, schema }).ingest.persist([event()])).rejects.toMatchObject({ code: 'unavailable' })
    await pool.end()
  })

  it('a fault of a caller is not taken for one of the database', async () => {
    const { event } = await aProject(storage)
    const broken = event({ tags: null as unknown as [] })
    await expect(storage.ingest.persist([broken])).rejects.toThrow(TypeError)
  })
})

/** A way to the database that can be cut without a word to either end, for the connections of that moment. */
async function aLine() {
  const { hostname, port, searchParams } = new URL(url ?? '')
  const socketDir = searchParams.get('host')
  const sockets = new Set<Socket>()
  const server = createServer((near) => {
    const far =
      socketDir === null
        ? connect(Number(port || 5432), hostname)
        : connect(`${socketDir}/.s.PGSQL.${searchParams.get('port') ?? (port || 5432)}`)
    near.pipe(far).pipe(near)
    for (const socket of [near, far]) {
      sockets.add(socket)
      socket.on('error', () => {})
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const own = new URL(url ?? '')
  own.host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  own.searchParams.delete('host')
  own.searchParams.delete('port')
  return {
    url: own.href,
    cut: () => {
      for (const socket of sockets) socket.unpipe().pause()
    },
    close: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** A pool whose connection is ended by the server before the first statement like `pattern`. */
function killing(pool: pg.Pool, pattern: RegExp): PgPool {
  return {
    query: (query) => pool.query(query),
    async connect() {
      const client = await pool.connect()
      return {
        async query(query) {
          if (pattern.test(query.text)) {
            const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
            const ended = new Promise((resolve) => client.once('end', resolve))
            await pool.query('select pg_terminate_backend($1)', [rows[0]?.pid])
            await ended
          }
          return client.query(query)
        },
        on: (event, listener) => client.on(event, listener),
        removeListener: (event, listener) => client.removeListener(event, listener),
        release: (destroy) => client.release(destroy),
      }
    },
  }
}
