import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { EventDetailJson, EventEntryJson } from '@mishap/core/client'
import { runSdk } from './support/sdk.js'
import { stopServers, type TestServer } from './support/server.js'
import { removeTempDirs } from './support/temp-dir.js'
import { aPlace, issuesWhen, startServerWithAdmin } from './support/world.js'

let server: TestServer

beforeAll(async () => {
  server = await startServerWithAdmin()
})
afterAll(async () => {
  await stopServers()
  removeTempDirs()
})

describe.each(['sentry-node-7', 'sentry-node-8', 'sentry-node-9', 'sentry-node-10', '@sentry/node'])('%s', (name) => {
  it('reports an error that arrives readable', async () => {
    const place = await aPlace(server)
    await runSdk(name, place.dsn)
    const [issue] = await issuesWhen(place, (issues) => issues.length === 1 && issues[0]?.count === '1')
    expect(issue).toMatchObject({
      title: `Error: Checkout failed with ${name}`,
      culprit: expect.stringContaining('checkout'),
      level: 'error',
      status: 'unresolved',
      userCount: 1,
      metadata: { type: 'Error', value: `Checkout failed with ${name}`, function: 'checkout' },
      project: { slug: place.project },
    })
    const event = await place.client.getIssueEvent(issue?.id ?? '', 'latest')
    expect(event.user).toMatchObject({ id: '42', email: 'grace@example.com', username: 'grace' })
    expect(tagsOf(event)).toMatchObject({ shop: 'tea', environment: 'production', release: 'shop@1.2.3' })
    expect(event.contexts).toMatchObject({ runtime: { name: 'node' } })
    expect(event.sdk?.name).toBe('sentry.javascript.node')

    const [cause, failure] = entry(event, 'exception').values
    expect(cause).toMatchObject({ type: 'TypeError', value: expect.stringContaining("reading 'items'") })
    expect(failure).toMatchObject({ type: 'Error', value: `Checkout failed with ${name}` })
    const frame = cause?.stacktrace?.frames.find((one) => one.function === 'loadCart')
    expect(frame).toMatchObject({ inApp: true, filename: expect.stringContaining('throw.cjs') })
    expect(frame?.context?.find(([line]) => line === frame.lineNo)?.[1]).toContain('cart.items.concat')

    const crumb = entry(event, 'breadcrumbs').values.find(({ category }) => category === 'cart')
    expect(crumb).toMatchObject({ message: 'opened the cart', data: { items: 3 } })
  })
})

function entry<T extends EventEntryJson['type']>(event: EventDetailJson, type: T) {
  const found = event.entries.find((one) => one.type === type)
  if (found === undefined) throw new Error(`no ${type} in ${event.entries.map((one) => one.type).join(', ')}`)
  return found.data as Extract<EventEntryJson, { type: T }>['data']
}

function tagsOf(event: EventDetailJson): Record<string, string> {
  return Object.fromEntries(event.tags.map(({ key, value }) => [key, value]))
}
