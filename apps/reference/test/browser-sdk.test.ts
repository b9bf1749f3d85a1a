import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { aPage, closeBrowser } from './support/browser.js'
import { stopServers, type TestServer } from './support/server.js'
import { openShop } from './support/shop.js'
import { removeTempDirs } from './support/temp-dir.js'
import { aPlace, issuesWhen, startServerWithAdmin } from './support/world.js'

let server: TestServer
let shop: Awaited<ReturnType<typeof openShop>>

beforeAll(async () => {
  server = await startServerWithAdmin()
  shop = await openShop()
})
afterAll(async () => {
  shop?.close()
  await closeBrowser()
  await stopServers()
  removeTempDirs()
})

describe('@sentry/browser on a page of another origin', () => {
  it('reports an error that arrives readable, and may read the answer', async () => {
    const place = await aPlace(server)
    const { page } = await aPage()
    const blocked: string[] = []
    page.on('console', (message) => message.text().includes('CORS') && blocked.push(message.text()))
    await page.goto(`${shop.url}?dsn=${encodeURIComponent(place.dsn)}`)
    await page.getByRole('button', { name: 'Pay' }).click()
    const [issue] = await issuesWhen(place, (issues) => issues.length === 1)
    expect(issue).toMatchObject({ title: 'RangeError: No such <b>card</b>', userCount: 1, isUnhandled: true })
    const event = await place.client.getIssueEvent(issue?.id ?? '', 'latest')
    expect(event).toMatchObject({
      sdk: { name: 'sentry.javascript.browser' },
      contexts: { browser: { name: expect.stringMatching(/chrom/i) } },
    })
    expect(event.entries.find((entry) => entry.type === 'exception')).toMatchObject({
      data: {
        values: [
          {
            stacktrace: {
              frames: expect.arrayContaining([expect.objectContaining({ function: expect.stringContaining('pay') })]),
            },
          },
        ],
      },
    })
    expect(blocked).toEqual([])
  })
})
