import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from '@jest/globals'
import { Redis } from 'ioredis'
import pg from 'pg'
import { aDatabase, dropDatabases, serviceUrl } from './support/database.js'
import { startServer, stopServers } from './support/server.js'
import { removeTempDirs, tempDir } from './support/temp-dir.js'
import { until } from './support/world.js'

const TOKEN = 'a-token-for-metrics'

afterAll(async () => {
  await stopServers()
  await dropDatabases()
  removeTempDirs()
})

const writtenAt = async (path: string) => (await stat(path).catch(() => null))?.mtimeMs ?? null

describe('who watches a server', () => {
  it('finds metrics, health and a fresh file at a worker, and none of the file once it is gone', async () => {
    const redis = new URL(serviceUrl('MISHAP_TEST_REDIS_URL'))
    redis.pathname = '/14'
    const client = new Redis(redis.href)
    await client.flushdb()
    client.disconnect()
    const file = join(tempDir(), 'worker_health')
    const worker = await startServer({
      args: ['--role', 'worker', '--health-check-file', file],
      env: {
        ...{ DATABASE_URL: await aDatabase(), REDIS_URL: redis.href, SECRET_KEY: 's'.repeat(32) },
        ...{ VTASKS_METRICS_PORT: '0', MISHAP_METRICS_COMPAT: 'true' },
      },
    })
    const port = /Health and metrics alone: port (\d+)/.exec(worker.output())?.[1]
    const first = (await writtenAt(file)) ?? 0
    expect(first).toBeGreaterThan(Date.now() - 15_000)
    const scrape = await fetch(`http://127.0.0.1:${port}/metrics`)
    const text = await scrape.text()
    expect(scrape.status).toBe(200)
    expect(text).toMatch(/^mishap_db_pool_connections\{state="idle"\} \d+$/m)
    expect(text).toMatch(/^mishap_db_pool_max 10$/m)
    expect(text).toMatch(/^mishap_ingest_drain_lag_seconds 0$/m)
    expect(text).toMatch(/^glitchtip_organizations 0$/m)
    expect((await fetch(`http://127.0.0.1:${port}/api/settings/`)).status).toBe(404)
    expect(await (await fetch(`${worker.url}/health/ready`)).json()).toEqual({
      ...{ status: 'ready', parts: { storage: 'ok', migrations: 'ok', buffer: 'ok' } },
    })
    // Its other port may be open to more people.
    expect((await fetch(`${worker.url}/metrics`)).status).toBe(404)
    await until(async () => ((await writtenAt(file)) ?? 0) > first)
    expect(await worker.stop()).toBe(0)
    expect(await writtenAt(file)).toBeNull()
    await expect(fetch(`http://127.0.0.1:${port}/health/live`)).rejects.toThrow()
  }, 240_000)

  it('finds a server alive but not ready while its database is away, and ready when that is back', async () => {
    const database = new URL(await aDatabase())
    const server = await startServer({ env: { DATABASE_URL: database.href, MISHAP_METRICS_TOKEN: TOKEN } })
    const name = database.pathname.slice(1)
    const administrator = new pg.Client(serviceUrl('MISHAP_TEST_DATABASE_URL'))
    await administrator.connect()
    const up = async () => {
      const response = await fetch(`${server.url}/metrics`, { headers: { authorization: `Bearer ${TOKEN}` } })
      return /^mishap_storage_up (\d)$/m.exec(await response.text())?.[1]
    }
    expect([(await fetch(`${server.url}/health/ready`)).status, await up()]).toEqual([200, '1'])
    await administrator.query(`alter database ${name} allow_connections false`)
    await administrator.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name])
    await until(async () => (await fetch(`${server.url}/health/ready`)).status === 503)
    const { status, parts } = (await (await fetch(`${server.url}/health/ready`)).json()) as Record<string, unknown>
    expect({ status, parts }).toEqual({
      ...{ status: 'not_ready', parts: { storage: 'failing', migrations: 'ok', buffer: 'ok' } },
    })
    expect([(await fetch(`${server.url}/health/live`)).status, await up()]).toEqual([200, '0'])
    await administrator.query(`alter database ${name} allow_connections true`)
    await administrator.end()
    await until(async () => (await fetch(`${server.url}/health/ready`)).status === 200)
    expect(await up()).toBe('1')
  }, 240_000)

  it('is told that a server is going while it still answers', async () => {
    const server = await startServer({
      // Long enough for all that is asked below, also where a single answer takes a second.
      env: { DATABASE_URL: await aDatabase(), MISHAP_LEAVE_SECONDS: '10', MISHAP_METRICS_TOKEN: TOKEN },
    })
    expect((await fetch(`${server.url}/health/ready`)).status).toBe(200)
    expect((await fetch(`${server.url}/metrics`)).status).toBe(403)
    const stopped = server.stop()
    await until(async () => (await fetch(`${server.url}/health/ready`)).status === 503)
    const headers = { authorization: `Bearer ${TOKEN}` }
    expect((await fetch(`${server.url}/metrics`, { headers })).status).toBe(200)
    expect((await fetch(`${server.url}/api/settings/`)).status).toBe(200)
    expect(await stopped).toBe(0)
  }, 240_000)
})
