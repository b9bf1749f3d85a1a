import { createHmac } from 'node:crypto'
import { expect } from '@jest/globals'
import { nodeFetcher } from '../../src/adapters/node-fetcher.js'
import type { IssueLinkJson, NewIntegrationJson } from '../../src/client/integration-types.js'
import { fakeClock } from '../../src/testing/fake-clock.js'
import { type FakeHosts, fakeHosts, TOKEN } from './code-hosts.js'
import { anError, aWorld, report } from './world.js'

export const TARGETS = { github: 'acme/web', gitlab: 'acme/deep/web', jira: 'WEB' } as const
export const KINDS = ['github', 'gitlab', 'jira'] as const
export type Kind = (typeof KINDS)[number]

export type LinkedWorld = Awaited<ReturnType<typeof aLinkedWorld>>

/** A server with a tenant who has one issue, and the trackers and code hosts that he may integrate. */
export async function aLinkedWorld() {
  const hosts: FakeHosts = await fakeHosts()
  const clock = fakeClock()
  const world = await aWorld({ clock, secretKey: 'k'.repeat(32), fetcher: nodeFetcher({ allowPrivate: true }) })
  const tenant = await world.tenant()

  const ask = (method: string, path: string, body?: unknown) =>
    world.ask(method, `/api/0/${path}`, { token: tenant.token, ...(body === undefined ? {} : { body }) })

  async function anIssue(type: string, more: object = {}): Promise<string> {
    const eventId = await report(world.app, tenant.key, anError(type, more as Record<string, unknown>))
    return (await world.app.context.storage.events.issueOfEvent(tenant.organization.id, eventId)) ?? ''
  }
  const issue = await anIssue('Boom')

  async function integrate(kind: string, more: object = {}): Promise<NewIntegrationJson> {
    const body = {
      kind,
      name: kind,
      url: hosts.origin,
      token: TOKEN,
      closesLinked: true,
      resolvesIssues: true,
      ...more,
    }
    const answer = await ask('POST', `organizations/${tenant.organization.slug}/integrations/`, body)
    expect(answer.status).toBe(201)
    return answer.body
  }

  async function aLink(kind: Kind) {
    const integration = await integrate(kind)
    const wish = { integrationID: integration.id, target: TARGETS[kind], title: 'Broken', body: 'It broke' }
    const made = await ask('POST', `issues/${issue}/links/`, wish)
    expect(made.status).toBe(201)
    return { integration, wish, link: made.body as IssueLinkJson }
  }

  async function tell(
    kind: Kind,
    { id, webhookSecret }: NewIntegrationJson,
    news: object,
    more: Record<string, string> = {},
  ) {
    const text = JSON.stringify(news)
    const headers = { 'content-type': 'application/json', ...signed(kind, text, webhookSecret ?? '', more) }
    return (await world.ask('POST', `/api/0/integrations/${id}/hook/`, { headers, body: text })).status
  }

  return {
    ...{ hosts, clock, world, tenant, issue, ask, anIssue, integrate, aLink, tell },
    links: async (id = issue) => (await ask('GET', `issues/${id}/links/`)).body as IssueLinkJson[],
    statusOf: async (id = issue) => ((await ask('GET', `issues/${id}/`)).body as { status: string }).status,
    resolve: (status = 'resolved') => ask('PUT', `issues/${issue}/`, { status }),
    stop: async () => {
      await world.stop()
      await hosts.stop()
    },
  }
}

let deliveries = 0

export function signed(
  kind: Kind,
  text: string,
  secret: string,
  more: Record<string, string> = {},
): Record<string, string> {
  const hmac = `sha256=${createHmac('sha256', secret).update(text).digest('hex')}`
  const id = `d${++deliveries}`
  switch (kind) {
    case 'github':
      return { 'x-hub-signature-256': hmac, 'x-github-event': 'issues', 'x-github-delivery': id, ...more }
    case 'gitlab':
      return { 'x-gitlab-token': secret, 'x-gitlab-event-uuid': id, ...more }
    case 'jira':
      return { 'x-hub-signature': hmac, 'x-atlassian-webhook-identifier': id, ...more }
  }
}
