// Compiled, never run: the public types as a stranger's ESM project meets them.
import { createServer } from 'node:http'
import { redisCache, redisLiveBus, redisRateLimiter } from '@mishap/cache-redis'
import {
  type App,
  type AppOptions,
  createApp,
  errorCode,
  memoryStorage,
  nodeListener,
  type Storage,
} from '@mishap/core'
import { createClient, type IssueJson } from '@mishap/core/client'
import { expressHandler } from '@mishap/http-express'
import { koaMiddleware } from '@mishap/http-koa'
import { pgStorage } from '@mishap/storage-pg'
import express from 'express'
import { Redis } from 'ioredis'
import Koa from 'koa'
import { webAssets } from 'mishap/web'
import pg from 'pg'

const storage: Storage = process.env.DATABASE_URL
  ? pgStorage({ pool: new pg.Pool({ connectionString: process.env.DATABASE_URL }) })
  : memoryStorage()
const client = new Redis()
const options: AppOptions = {
  url: 'https://example.com/monitoring',
  storage,
  cache: redisCache({ client }),
  rateLimiter: redisRateLimiter({ client }),
  live: redisLiveBus({ client }),
  web: webAssets(),
  beforeStore: (event) => (event.level === 'debug' ? null : { ...event, tags: [...event.tags, ['host', 'a']] }),
  fingerprint: (event) => (event.transaction === undefined ? null : [event.transaction]),
}
const mishap: App = createApp(options)
createServer(nodeListener(mishap))
express().use('/monitoring', expressHandler(mishap))
new Koa().use(koaMiddleware(mishap))

export async function titles(organization: string): Promise<readonly string[]> {
  try {
    const { items } = await createClient({ baseUrl: 'https://example.com/monitoring', token: 'x' }).listIssues(
      organization,
    )
    return items.map((issue: IssueJson) => issue.title)
  } catch (error) {
    if (errorCode(error) === 'not_found') return []
    throw error
  }
}
