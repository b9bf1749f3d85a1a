// A stranger's program in ESM: takes an error in and asks for it, with nothing but what npm installed.
import assert from 'node:assert/strict'
import { redisCache } from '@mishap/cache-redis'
import { createApp, memoryStorage } from '@mishap/core'
import { createClient } from '@mishap/core/client'
import { expressHandler } from '@mishap/http-express'
import { koaMiddleware } from '@mishap/http-koa'
import { pgStorage } from '@mishap/storage-pg'
import { createMemoryClient, MishapProvider } from '@mishap/ui-components'
import { AlertsScreen } from '@mishap/ui-components/alerts'
import { UptimeScreen } from '@mishap/ui-components/uptime'
import { webAssets } from 'mishap/web'
import { createElement } from 'react'
import { renderToString } from 'react-dom/server'

for (const made of [createClient, redisCache, expressHandler, koaMiddleware, pgStorage])
  assert.equal(typeof made, 'function')
assert.match(webAssets().html, /<!doctype html>/i)

const mishap = createApp({ url: 'http://localhost/', storage: memoryStorage() })
await mishap.work()
const answer = await mishap.fetch(new Request('http://localhost/api/settings/'))
assert.equal(answer.status, 200)
await mishap.stop()

// A screen of the one entry is at home in the provider of the other: all know the same context.
for (const [Screen, title] of [
  [UptimeScreen, /Uptime/],
  [AlertsScreen, /Alerts/],
]) {
  const screen = createElement(Screen, { org: 'acme' })
  assert.match(renderToString(createElement(MishapProvider, { client: createMemoryClient() }, screen)), title)
}
