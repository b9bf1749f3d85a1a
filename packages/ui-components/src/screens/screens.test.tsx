import { describe, expect, it } from '@jest/globals'
import { ApiError, type MishapClient, type RetentionJson } from '@mishap/core/client'
import { QueryClient } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { renderToString } from 'react-dom/server'
import { hostileEvent, XSS } from '../event/fixtures/hostile-event.js'
import { shopEvent } from '../event/fixtures/shop-event.js'
import { DEFAULT_SEARCH, decodeSearch, listQuery } from '../issues/search-params.js'
import {
  aKey,
  anIssue,
  anOrganization,
  aProject,
  aToken,
  aUser,
  minutesAgo,
  STORY_NOW,
} from '../provider/memory/builders.js'
import { createMemoryClient } from '../provider/memory/client.js'
import type { MemoryFixtures } from '../provider/memory/store.js'
import { memoryNavigation } from '../provider/memory-navigation.js'
import { MishapProvider } from '../provider/mishap-provider.js'
import { createQueries, type Queries } from '../provider/queries.js'
import { SetupWizard } from '../setup/setup-wizard.js'
import { AppShell } from '../shell/app-shell.js'
import { IngestLogScreen } from './ingest-log-screen.js'
import { IssueDetailScreen } from './issue-detail-screen.js'
import { IssuesScreen } from './issues-screen.js'
import { LoginScreen } from './login-screen.js'
import { OrganizationSettingsScreen } from './organization-settings-screen.js'
import { ProjectKeysScreen } from './project-keys-screen.js'
import { ProjectLimitsScreen } from './project-limits-screen.js'
import { ProjectSettingsScreen } from './project-settings-screen.js'
import { ProjectSetupScreen } from './project-setup-screen.js'
import { ProjectsScreen } from './projects-screen.js'
import { RetentionSettings } from './retention-settings.js'
import { TokensScreen } from './tokens-screen.js'

type Prefetch = (queries: Queries) => readonly { readonly queryKey: readonly unknown[] }[]

interface Scene {
  readonly at?: string
  readonly fixtures?: MemoryFixtures
  readonly change?: (client: MishapClient) => Partial<MishapClient>
  readonly read: Prefetch
}

const acme: MemoryFixtures = {
  user: aUser(),
  now: () => STORY_NOW,
  organizations: [anOrganization()],
  projects: [aProject()],
}

/** What a server would send: the page with everything in it that it has read before. */
async function render(screen: ReactElement, { at = '/', fixtures = acme, change, read }: Scene): Promise<string> {
  const memory = createMemoryClient(fixtures)
  const client = { ...memory, ...change?.(memory) }
  const queryClient = new QueryClient({ defaultOptions: { queries: { retry: false, retryOnMount: false } } })
  const queries = createQueries(client)
  await Promise.all(read(queries).map((options) => queryClient.prefetchQuery(options)))
  return renderToString(
    <MishapProvider
      client={client}
      queryClient={queryClient}
      navigation={memoryNavigation(at)}
      now={STORY_NOW}
      timeZone="UTC"
    >
      {screen}
    </MishapProvider>,
  )
}

const textOf = (html: string) =>
  html
    .replaceAll(/<!--.*?-->/g, '')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ')
const issueList = (search = '') => listQuery(decodeSearch(search))

describe('the issues screen', () => {
  const read: Prefetch = (queries) => [queries.issueList('acme', issueList()), queries.projects('acme')]

  it('shows what happened, how often, to how many and when', async () => {
    const issue = anIssue({ count: '12345', substatus: 'regressed', regressedAt: minutesAgo(5) })
    const text = textOf(await render(<IssuesScreen org="acme" />, { fixtures: { ...acme, issues: [issue] }, read }))
    for (const part of ['TypeError', 'reading', 'SHOP-API-1', '12.3K', '12,345', '17', '3m ago', 'Regressed'])
      expect(text).toContain(part)
  })

  it('shows markup of events as text', async () => {
    const issue = anIssue({
      metadata: { type: XSS, value: XSS },
      culprit: XSS,
      project: { id: '1', name: XSS, slug: 'shop-api', platform: null },
    })
    const html = await render(<IssuesScreen org="acme" />, { fixtures: { ...acme, issues: [issue] }, read })
    expect(html).toContain('&lt;img src=x')
    expect(html).not.toMatch(/<(img|script)/)
  })

  it('has a skeleton while it reads', async () => {
    expect(await render(<IssuesScreen org="acme" />, { read: () => [] })).toContain('Loading issues')
  })

  it('leads to a first project where there is none', async () => {
    const html = await render(<IssuesScreen org="acme" />, { fixtures: { ...acme, projects: [] }, read })
    expect(textOf(html)).toContain('Make your first project')
    expect(html).toContain('href="/acme/projects/new"')
  })

  it('is glad of no issues where events have come', async () => {
    expect(textOf(await render(<IssuesScreen org="acme" />, { read }))).toContain('No unresolved issues')
  })

  it('lets every part of a search that finds nothing be taken out', async () => {
    const search = '?query=level%3Afatal+words+is%3Aresolved&project=1&environment=staging'
    const html = await render(<IssuesScreen org="acme" />, {
      at: `/acme/issues${search}`,
      read: (queries) => [queries.issueList('acme', issueList(search)), queries.projects('acme')],
    })
    const text = textOf(html)
    expect(text).toContain('No resolved issues match')
    for (const part of [
      'Remove level:fatal',
      'Remove words',
      'Remove project',
      'Remove staging',
      'Remove only resolved',
    ])
      expect(html).toContain(part)
  })

  it('says what failed, and lets the search itself say what is wrong with it', async () => {
    const failing = (status: number, message: string) => ({
      change: () => ({ listIssues: () => Promise.reject(new ApiError(status, message, { requestId: 'req-1' })) }),
      read,
    })
    const broken = textOf(await render(<IssuesScreen org="acme" />, failing(500, 'The database is away.')))
    expect(broken).toContain('The database is away.')
    expect(broken).toContain('req-1')
    const html = await render(<IssuesScreen org="acme" />, failing(400, 'at character 3 a quotation mark'))
    expect(html).toContain('aria-invalid="true"')
    expect(textOf(html)).toContain('at character 3 a quotation mark')
    expect(textOf(html)).not.toContain('This could not be loaded')
  })

  it('keeps the way to the next page', async () => {
    const issues = Array.from({ length: 60 }, (_, at) => anIssue({ id: String(at + 1), lastSeen: minutesAgo(at) }))
    const html = await render(<IssuesScreen org="acme" />, { fixtures: { ...acme, issues }, read })
    expect(html).toContain('href="/acme/issues?cursor=50"')
    expect(textOf(html)).toContain('Unresolved 60')
  })
})

describe('the screen of an issue', () => {
  const read: Prefetch = (queries) => [
    queries.issue('1'),
    queries.issueEvent('1', 'latest'),
    queries.issueTags('1'),
    queries.issueStats('acme', ['1'], '24h'),
    queries.issueStats('acme', ['1'], '14d'),
  ]
  const detail = <IssueDetailScreen org="acme" id="1" />

  it('shows the issue with its latest event, tags and actions', async () => {
    const fixtures = { ...acme, issues: [anIssue()], events: [{ ...shopEvent, groupID: '1' }] }
    const text = textOf(await render(detail, { fixtures, read }))
    for (const part of [
      'TypeError',
      'Resolve',
      'Ignore',
      'The only event',
      'Breadcrumbs',
      'Tags of all events',
      'First seen',
    ])
      expect(text).toContain(part)
  })

  it('offers to reopen what is resolved', async () => {
    const text = textOf(
      await render(detail, { fixtures: { ...acme, issues: [anIssue({ status: 'resolved' })] }, read }),
    )
    expect(text).toContain('Reopen')
    expect(text).not.toContain('Ignore ')
  })

  it('shows a hostile event as text', async () => {
    const issue = anIssue({ metadata: { type: XSS, value: XSS.repeat(500) }, culprit: XSS, shortId: XSS })
    const html = await render(detail, {
      fixtures: { ...acme, issues: [issue], events: [{ ...hostileEvent, groupID: '1' }] },
      read,
    })
    expect(html).toContain('&lt;img src=x')
    expect(html).not.toMatch(/<(img|script)/)
    expect(html).not.toMatch(/href="javascript:/i)
  })

  it('says that no event is left, with the counts that are', async () => {
    const text = textOf(await render(detail, { fixtures: { ...acme, issues: [anIssue()] }, read }))
    for (const part of ['No event of this issue is left', 'First seen', 'Resolve']) expect(text).toContain(part)
    expect(text).not.toContain('no access')
  })

  it('says that an event is gone and leads to the latest', async () => {
    const html = await render(<IssueDetailScreen org="acme" id="1" event={'0'.repeat(32)} />, {
      fixtures: { ...acme, issues: [anIssue()], events: [{ ...shopEvent, groupID: '1' }] },
      read: (queries) => [...read(queries), queries.issueEvent('1', '0'.repeat(32))],
    })
    expect(textOf(html)).toContain('This event is gone')
    expect(textOf(html)).toContain('Show the latest')
  })

  it('has a page for the tags, under the same heading', async () => {
    const fixtures = { ...acme, issues: [anIssue()], events: [{ ...shopEvent, groupID: '1' }] }
    const html = await render(<IssueDetailScreen org="acme" id="1" tab="tags" />, { fixtures, read })
    expect(html).toMatch(/<a [^>]*aria-current="page"[^>]*>Tags/)
    expect(html).toContain('href="/acme/issues/1"')
    expect(textOf(html)).toContain('Resolve')
    expect(textOf(html)).not.toContain('Breadcrumbs')
  })

  it('says that an issue is gone, under a heading', async () => {
    const html = await render(detail, { read })
    expect(textOf(html)).toContain('Deleted, moved, or no access')
    expect(html).toContain('<h1')
  })
})

describe('the set-up', () => {
  const wizard = <SetupWizard />

  it('begins with an account and asks for the token only where the server wants one', async () => {
    const read: Prefetch = (queries) => [queries.settings()]
    const open = await render(wizard, { fixtures: {}, read })
    expect(textOf(open)).toContain('Create account')
    expect(open).not.toContain('Set-up token')
    const closed = await render(wizard, {
      at: '/setup?token=abc123',
      fixtures: { settings: { setupTokenRequired: true } },
      read,
    })
    expect(closed).toContain('Set-up token')
    expect(closed).toContain('value="abc123"')
  })

  it('comes back to the step of the address', async () => {
    const html = await render(wizard, {
      at: '/setup?step=project&org=acme',
      read: (queries) => [queries.settings(), queries.session(), queries.organizations()],
    })
    expect(html).toContain('aria-current="step"')
    expect(textOf(html)).toContain('Create project')
  })

  it('shows the DSN, what to do with it and a line for the terminal', async () => {
    const text = textOf(
      await render(<ProjectSetupScreen org="acme" project="shop-api" />, {
        fixtures: { ...acme, projects: [aProject({ firstEvent: null })] },
        read: (queries) => [queries.project('acme', 'shop-api'), queries.keys('acme', 'shop-api')],
      }),
    )
    expect(text.match(/https:\/\/\w{32}@errors\.example\.com\/1/g)?.length).toBeGreaterThanOrEqual(2)
    expect(text).toContain('Waiting for the first event')
    expect(text).toContain('npm install @sentry/node')
    expect(text).toContain('/api/1/store/?sentry_key=')
  })
})

describe('the other screens', () => {
  it('list projects with the state of each', async () => {
    const projects = [
      aProject(),
      aProject({ id: '2', slug: 'web', name: 'Web <b>', platform: 'cobol', firstEvent: null }),
    ]
    const html = await render(<ProjectsScreen org="acme" />, {
      fixtures: { ...acme, projects },
      read: (queries) => [queries.projects('acme')],
    })
    expect(html).toContain('href="/acme/issues?project=2"')
    expect(html).toContain('Web &lt;b&gt;')
    expect(textOf(html)).toContain('Waiting for its first event')
  })

  it('keep a platform that is not offered', async () => {
    const html = await render(<ProjectSettingsScreen org="acme" project="shop-api" />, {
      fixtures: { ...acme, projects: [aProject({ platform: 'cobol' })] },
      read: (queries) => [queries.project('acme', 'shop-api')],
    })
    expect(html).toContain('<option value="cobol" selected="">cobol</option>')
  })

  it('show the addresses that a key opens, and how an app reports there', async () => {
    const html = await render(<ProjectKeysScreen org="acme" project="shop-api" />, {
      read: (queries) => [queries.project('acme', 'shop-api'), queries.keys('acme', 'shop-api')],
    })
    const text = textOf(html)
    expect(text).toContain('https://4f1d3a0c9b7e4c52a1f08d6e2b3c4d5e@errors.example.com/1')
    expect(text).toContain('https://errors.example.com/api/1/minidump/?sentry_key=4f1d3a0c9b7e4c52a1f08d6e2b3c4d5e')
    expect(text).toContain('npm install @sentry/node')
  })

  it('offer no snippet with a key that is switched off', async () => {
    const html = await render(<ProjectKeysScreen org="acme" project="shop-api" />, {
      change: () => ({
        listKeys: async () => ({ items: [aKey({ isActive: false })], hits: 1, next: null, previous: null }),
      }),
      read: (queries) => [queries.project('acme', 'shop-api'), queries.keys('acme', 'shop-api')],
    })
    expect(textOf(html)).toContain('Switched off')
    expect(textOf(html)).not.toContain('npm install')
  })

  it('show what a key is called, to the letter', async () => {
    const html = await render(<ProjectKeysScreen org="acme" project="shop-api" />, {
      change: () => ({
        listKeys: async () => ({
          ...{ items: [aKey({ name: 'app\u202efdp', rateLimit: { count: 20_000, window: 7 } })], hits: 1 },
          ...{ next: null, previous: null },
        }),
      }),
      read: (queries) => [queries.project('acme', 'shop-api'), queries.keys('acme', 'shop-api')],
    })
    expect(textOf(html)).toContain('app[U+202E]fdp')
    expect(textOf(html)).toContain('20,000 requests in 7 s')
    expect(html).not.toContain('\u202e')
  })

  it('say since when a project is sampled, and what was refused', async () => {
    const limits = {
      normal: { perHour: 1_840, limitPerHour: 9_200 },
      spike: { since: minutesAgo(120), last: minutesAgo(0), sampled: 48_211 },
      refused: [{ category: 'error', outcome: 'rate_limited', reason: 'spike', quantity: 48_211 }],
    }
    const html = await render(<ProjectLimitsScreen org="acme" project="shop-api" />, {
      fixtures: { ...acme, limits },
      read: (queries) => [queries.project('acme', 'shop-api'), queries.ingestLimits('acme', 'shop-api')],
    })
    expect(textOf(html)).toContain('48,211 requests not taken since')
    expect(textOf(html)).toContain('up to 9,200 an hour are taken')
    expect(html).toMatch(/<input type="checkbox"[^>]*checked=""/)
  })

  it('say what a project holds, within which limits', async () => {
    const show = async (retention: Partial<RetentionJson>) => {
      const html = await render(<RetentionSettings org="acme" project="shop-api" />, {
        fixtures: { ...acme, retention },
        read: (queries) => [queries.retention('acme', 'shop-api')],
      })
      return { html, text: textOf(html) }
    }
    const held = { events: 600, payloads: 500, bytes: 2_000_000, oldestDay: '2026-01-03', defaultMaxEvents: 1000 }
    const usual = await show(held)
    for (const part of ['600 of 1,000', '2 MB of 4.3 GB', '500; of the others', 'Jan 3, 2026', 'has it: 1,000'])
      expect(usual.text).toContain(part)
    expect(usual.text).not.toContain('Above its limit')
    expect(usual.html).not.toContain('type="number"')
    const own = await show({ ...held, maxEvents: 0, maxBytes: 1_000_000 })
    expect(own.text).toContain('600 without limit')
    expect(own.text).toContain('Above its limit')
    expect(own.html).toMatch(/type="number"[^>]*value="1"/)
  })

  it('tell of the last requests what became of them and what to do about it', async () => {
    const taken = { at: minutesAgo(1), outcome: 'accepted', reason: '', sdk: 'a.sdk/1', items: ['event'], bytes: 2048 }
    const refused = { ...taken, outcome: 'invalid', reason: 'unknown_key', sdk: XSS, items: [] }
    const html = await render(<IngestLogScreen org="acme" project="shop-api" />, {
      fixtures: { ...acme, requests: [taken, refused] },
      read: (queries) => [queries.project('acme', 'shop-api'), queries.ingestLog('acme', 'shop-api')],
    })
    expect(textOf(html)).toContain('event · a.sdk/1')
    expect(textOf(html)).toContain('The DSN belongs to another server')
    expect(html).not.toContain('<img')
  })

  it('show the limits of an organization', async () => {
    const html = await render(<OrganizationSettingsScreen org="acme" />, {
      read: (queries) => [queries.organization('acme')],
    })
    expect(textOf(html)).toContain('Rate of the organization')
    expect(html).not.toContain('<fieldset disabled')
  })

  it('list tokens without their values', async () => {
    const html = await render(<TokensScreen />, {
      fixtures: { ...acme, tokens: [aToken({ label: XSS, token: 'secret' })] },
      read: (queries) => [queries.tokens()],
    })
    expect(html).toContain('&lt;img src=x')
    expect(html).not.toContain('secret')
    expect(textOf(html)).toContain('project:releases')
  })

  it('ask who one is', async () => {
    const html = await render(<LoginScreen />, { fixtures: { user: aUser() }, read: (queries) => [queries.settings()] })
    expect(html).toContain('autoComplete="current-password"')
  })

  it('stand in a frame that marks where one is', async () => {
    const html = await render(
      <AppShell org="acme">
        <p>page</p>
      </AppShell>,
      { at: '/acme/projects', read: (queries) => [queries.organizations(), queries.me(), queries.settings()] },
    )
    expect(html).toMatch(
      /<a [^>]*aria-current="page"[^>]*title="Projects"|<a [^>]*title="Projects"[^>]*aria-current="page"/,
    )
    expect(html.match(/aria-current="page"/g)).toHaveLength(1)
    expect(textOf(html)).toContain('New organization')
  })
})

it('asks the server for what the address says by default', () => {
  expect(issueList()).toEqual(listQuery(DEFAULT_SEARCH))
})
