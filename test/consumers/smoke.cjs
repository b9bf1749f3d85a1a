// The same in CommonJS.
const assert = require('node:assert/strict')
const { createApp, memoryStorage } = require('@mishap/core')
const { createClient } = require('@mishap/core/client')
const { redisCache } = require('@mishap/cache-redis')
const { expressHandler } = require('@mishap/http-express')
const { koaMiddleware } = require('@mishap/http-koa')
const { pgStorage } = require('@mishap/storage-pg')
const { createMemoryClient, MishapProvider } = require('@mishap/ui-components')
const { AlertsScreen } = require('@mishap/ui-components/alerts')
const { UptimeScreen } = require('@mishap/ui-components/uptime')
const { createElement } = require('react')
const { renderToString } = require('react-dom/server')

for (const made of [createClient, redisCache, expressHandler, koaMiddleware, pgStorage])
  assert.equal(typeof made, 'function')

async function main() {
  const mishap = createApp({ url: 'http://localhost/', storage: memoryStorage() })
  await mishap.work()
  const answer = await mishap.fetch(new Request('http://localhost/api/settings/'))
  assert.equal(answer.status, 200)
  await mishap.stop()
  for (const [Screen, title] of [
    [UptimeScreen, /Uptime/],
    [AlertsScreen, /Alerts/],
  ]) {
    const screen = createElement(Screen, { org: 'acme' })
    assert.match(renderToString(createElement(MishapProvider, { client: createMemoryClient() }, screen)), title)
  }
}

main().catch((error) => {
  console.error(error)
  process.exit(1)
})
