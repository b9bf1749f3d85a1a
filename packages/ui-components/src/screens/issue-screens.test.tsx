import { describe, expect, it } from '@jest/globals'
import { ApiError } from '@mishap/core/client'
import { hostileEvent, XSS } from '../event/fixtures/hostile-event.js'
import { shopEvent } from '../event/fixtures/shop-event.js'
import { DEFAULT_SEARCH, decodeSearch, listQuery } from '../issues/search-params.js'
import { anIssue, minutesAgo } from '../provider/memory/builders.js'
import { acme, renderAcme as render, type Scene } from '../provider/rendered.js'
import { IssueDetailScreen } from './issue-detail-screen.js'
import { IssuesScreen } from './issues-screen.js'

type Prefetch = Scene['read']

const issueList = (search = '') => listQuery(decodeSearch(search))

describe('the issues screen', () => {
  const read: Prefetch = (queries) => [queries.issueList('acme', issueList()), queries.projects('acme')]

  it('shows what happened, how often, to how many and when', async () => {
    const issue = anIssue({ count: '12345', substatus: 'regressed', regressedAt: minutesAgo(5) })
    const { text } = await render(<IssuesScreen org="acme" />, { fixtures: { ...acme, issues: [issue] }, read })
    for (const part of ['TypeError', 'reading', 'SHOP-API-1', '12.3K', '12,345', '17', '3m ago', 'Regressed'])
      expect(text).toContain(part)
  })

  it('shows markup of events as text', async () => {
    const issue = anIssue({
      metadata: { type: XSS, value: XSS },
      culprit: XSS,
      project: { id: '1', name: XSS, slug: 'shop-api', platform: null },
    })
    const { html } = await render(<IssuesScreen org="acme" />, { fixtures: { ...acme, issues: [issue] }, read })
    expect(html).toContain('&lt;img src=x')
    expect(html).not.toMatch(/<(img|script)/)
  })

  it('has a skeleton while it reads', async () => {
    expect((await render(<IssuesScreen org="acme" />, { read: () => [] })).text).toContain('Loading issues')
  })

  it('leads to a first project where there is none', async () => {
    const { html, text } = await render(<IssuesScreen org="acme" />, { fixtures: { ...acme, projects: [] }, read })
    expect(text).toContain('Make your first project')
    expect(html).toContain('href="/acme/projects/new"')
  })

  it('is glad of no issues where events have come', async () => {
    expect((await render(<IssuesScreen org="acme" />, { read })).text).toContain('No unresolved issues')
  })

  it('lets every part of a search that finds nothing be taken out', async () => {
    const search = '?query=level%3Afatal+words+is%3Aresolved&project=1&environment=staging'
    const { html, text } = await render(<IssuesScreen org="acme" />, {
      at: `/acme/issues${search}`,
      read: (queries) => [queries.issueList('acme', issueList(search)), queries.projects('acme')],
    })
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
    const broken = (await render(<IssuesScreen org="acme" />, failing(500, 'The database is away.'))).text
    expect(broken).toContain('The database is away.')
    expect(broken).toContain('req-1')
    const { html, text } = await render(<IssuesScreen org="acme" />, failing(400, 'at character 3 a quotation mark'))
    expect(html).toContain('aria-invalid="true"')
    expect(text).toContain('at character 3 a quotation mark')
    expect(text).not.toContain('This could not be loaded')
  })

  it('keeps the way to the next page', async () => {
    const issues = Array.from({ length: 60 }, (_, at) => anIssue({ id: String(at + 1), lastSeen: minutesAgo(at) }))
    const { html, text } = await render(<IssuesScreen org="acme" />, { fixtures: { ...acme, issues }, read })
    expect(html).toContain('href="/acme/issues?cursor=50"')
    expect(text).toContain('Unresolved 60')
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
    const { text } = await render(detail, { fixtures, read })
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
    const { text } = await render(detail, { fixtures: { ...acme, issues: [anIssue({ status: 'resolved' })] }, read })
    expect(text).toContain('Reopen')
    expect(text).not.toContain('Ignore ')
  })

  it('shows a hostile event as text', async () => {
    const issue = anIssue({ metadata: { type: XSS, value: XSS.repeat(500) }, culprit: XSS, shortId: XSS })
    const { html } = await render(detail, {
      fixtures: { ...acme, issues: [issue], events: [{ ...hostileEvent, groupID: '1' }] },
      read,
    })
    expect(html).toContain('&lt;img src=x')
    expect(html).not.toMatch(/<(img|script)/)
    expect(html).not.toMatch(/href="javascript:/i)
  })

  it('says that no event is left, with the counts that are', async () => {
    const { text } = await render(detail, { fixtures: { ...acme, issues: [anIssue()] }, read })
    for (const part of ['No event of this issue is left', 'First seen', 'Resolve']) expect(text).toContain(part)
    expect(text).not.toContain('no access')
  })

  it('says that an event is gone and leads to the latest', async () => {
    const { text } = await render(<IssueDetailScreen org="acme" id="1" event={'0'.repeat(32)} />, {
      fixtures: { ...acme, issues: [anIssue()], events: [{ ...shopEvent, groupID: '1' }] },
      read: (queries) => [...read(queries), queries.issueEvent('1', '0'.repeat(32))],
    })
    expect(text).toContain('This event is gone')
    expect(text).toContain('Show the latest')
  })

  it('has a page for the tags, under the same heading', async () => {
    const fixtures = { ...acme, issues: [anIssue()], events: [{ ...shopEvent, groupID: '1' }] }
    const { html, text } = await render(<IssueDetailScreen org="acme" id="1" tab="tags" />, { fixtures, read })
    expect(html).toMatch(/<a [^>]*aria-current="page"[^>]*>Tags/)
    expect(html).toContain('href="/acme/issues/1"')
    expect(text).toContain('Resolve')
    expect(text).not.toContain('Breadcrumbs')
  })

  it('says that an issue is gone, under a heading', async () => {
    const { html, text } = await render(detail, { read })
    expect(text).toContain('Deleted, moved, or no access')
    expect(html).toContain('<h1')
  })
})

it('asks the server for what the address says by default', () => {
  expect(issueList()).toEqual(listQuery(DEFAULT_SEARCH))
})
