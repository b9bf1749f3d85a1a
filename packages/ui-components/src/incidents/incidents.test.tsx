import { describe, expect, it } from '@jest/globals'
import type { ReactElement } from 'react'
import { XSS } from '../event/fixtures/hostile-event.js'
import { STORY_NOW } from '../provider/memory/builders.js'
import { createMemoryClient } from '../provider/memory/client.js'
import { anEntry, anIncident, shopIncidents } from '../provider/memory/shop-incidents.js'
import type { MemoryFixtures } from '../provider/memory/store.js'
import { uptimeWorld } from '../provider/memory/uptime-world.js'
import { rendered } from '../provider/rendered.js'
import { decodeIncidents, encodeIncidents, incidentQuery } from './incident-params.js'
import { IncidentScreen } from './incident-screen.js'
import { IncidentsScreen } from './incidents-screen.js'
import { incidentQueries } from './use-incidents.js'

const ORG = 'acme'

function render(
  screen: ReactElement,
  { at = '/', id = '', ...fixtures }: MemoryFixtures & { at?: string; id?: string },
) {
  const client = createMemoryClient({ ...uptimeWorld, ...fixtures, now: () => STORY_NOW })
  const query = incidentQuery(decodeIncidents(at.slice(at.indexOf('?'))))
  const read = () => [
    incidentQueries.list(client, ORG, query),
    incidentQueries.one(client, ORG, id),
    incidentQueries.issues(client, ORG, id),
  ]
  return rendered(screen, { client, at, read })
}

describe('the list of incidents', () => {
  const list = <IncidentsScreen org={ORG} />

  it('has those that go on first, with who is on it and how long it takes', async () => {
    const { text } = await render(list, { incidents: shopIncidents })
    expect(text).toMatch(/#13 Mails with receipts arrive late Open Notice .*#12 Checkout is down Acknowledged Down/)
    expect(text).toMatch(/Checkout, Storefront Grace Hopper is on it Began 42m ago For 42m/)
    expect(text).toMatch(/#10 Storefront is slow Resolved Degraded .* Took 3h 20m/)
  })

  it('narrows by what the address says', async () => {
    const { text } = await render(list, { incidents: shopIncidents, at: '/acme/incidents?status=resolved&monitor=2' })
    expect(text).toContain('#10')
    expect(text).not.toContain('#11')
    const params = { status: 'open', monitor: '12', cursor: 'abc' } as const
    expect(decodeIncidents(encodeIncidents(params))).toEqual(params)
    expect(decodeIncidents('?status=odd&monitor=x')).toEqual({ status: 'all', monitor: '', cursor: null })
  })

  it('tells good news, and what there would be', async () => {
    expect((await render(list, {})).text).toContain('An incident opens by itself when a monitor goes down')
    const { text } = await render(list, { at: '/acme/incidents?status=open' })
    expect(text).toContain('Nothing is wrong at the moment')
  })
})

describe('an incident', () => {
  it('tells what happened, the newest first, and what rose meanwhile, the most risen first', async () => {
    const { text } = await render(<IncidentScreen org={ORG} id="12" />, { incidents: shopIncidents, id: '12' })
    expect(text).toMatch(/Ada Lovelace wrote an update 12m ago .* Storefront is degraded .* Mishap opened the incident/)
    expect(text).toMatch(/Grace Hopper wrote an update Investigating On status pages 31m ago/)
    expect(text).toMatch(/SHOP-API-1K · 842 events, before 31 .*New SHOP-API-2B · 64 events, before 0/)
  })

  it('makes no markup and no link of what people write', async () => {
    const entry = anEntry({
      id: '1',
      kind: 'update',
      text: `${XSS} [x](javascript:alert(1))`,
      by: { id: '1', name: XSS },
    })
    const incident = anIncident({ number: 7, title: XSS, cause: XSS, timeline: [entry] })
    const { html } = await render(<IncidentScreen org={ORG} id="7" />, { incidents: [{ incident }], id: '7' })
    expect(html).toContain('wrote an update')
    expect(html).not.toMatch(/href="javascript:/)
    expect(html).not.toContain('<img src=x')
  })
})
