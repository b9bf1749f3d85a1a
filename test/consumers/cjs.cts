// Compiled, never run: the public types as a stranger's CommonJS project meets them.
import cacheRedis = require('@mishap/cache-redis')
import core = require('@mishap/core')
import client = require('@mishap/core/client')
import httpExpress = require('@mishap/http-express')
import httpKoa = require('@mishap/http-koa')
import storagePg = require('@mishap/storage-pg')
import express = require('express')
import ioredis = require('ioredis')
import Koa = require('koa')
import pg = require('pg')

const storage: core.Storage = storagePg.pgStorage({ pool: new pg.Pool(), schema: 'errors' })
const mishap: core.App = core.createApp({
  url: 'https://example.com/monitoring',
  storage,
  cache: cacheRedis.redisCache({ client: new ioredis.Redis(), prefix: 'errors:' }),
})
express().use('/monitoring', httpExpress.expressHandler(mishap))
new Koa().use(httpKoa.koaMiddleware(mishap))

const api: client.MishapClient = client.createClient({ baseUrl: 'https://example.com/monitoring', token: 'x' })
export = { api, mishap }
