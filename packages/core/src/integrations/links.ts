import { createHash } from 'node:crypto'
import { pagesOf } from '../alerts/notices.js'
import type { Context } from '../context.js'
import { AppError, errorCode, invalidField } from '../errors.js'
import { documentOf } from '../events/payload.js'
import { RECOMMENDED_OF, recommendedOf } from '../events/recommend.js'
import type { OpenIssue } from '../issues/open.js'
import { shortIdOf } from '../issues/short-id.js'
import { notFound } from '../orgs/access.js'
import type { Integration, IssueTemplate } from '../ports/integrations.js'
import type { IssueLink } from '../ports/issue-links.js'
import type { Author } from '../ports/issue-state.js'
import type { Id } from '../ports/model.js'
import { type Ask, askFor } from './ask.js'
import type { Tracker } from './hosts/host.js'
import { HOSTS } from './hosts/index.js'
import { renderTemplate, stackExcerpt } from './template.js'

/** Longer than making one may take: whoever dies in the middle leaves it to others. */
const LEASE_MS = 60_000

/** What is to be made. */
export interface Wish {
  readonly target: string
  readonly title: string
  readonly body: string
}

/**
 * Makes an issue in the tracker and links it. The same wish twice, also at once, makes one. Rejects with `conflict` while
 * somebody else is making it, and as `askFor` does.
 */
export async function makeLinked(
  context: Context,
  { issue }: OpenIssue,
  integrationId: Id,
  wish: Wish,
  author: Author,
): Promise<IssueLink> {
  const { storage, clock } = context
  const { integration, tracker, ask } = await openTracker(context, issue.organizationId, integrationId)
  if (!tracker.isTarget(wish.target))
    throw invalidField('target', 'target', 'Wanted one of the places that the integration lists')
  const claim = createHash('sha256')
    .update(JSON.stringify([issue.id, wish.target, wish.title, wish.body]))
    .digest('hex')
    .slice(0, 32)
  const link = { organizationId: issue.organizationId, issueId: issue.id, integrationId }
  const at = clock.now()
  const claimed = await storage.issueLinks.claim(link, { claim, at, leaseMs: LEASE_MS, userId: author.userId })
  if (claimed.kind === 'made') return claimed.link
  if (claimed.kind === 'busy')
    throw new AppError('conflict', 'This issue is being made there just now. Look again in a moment.')
  try {
    const marker = `mishap:${claim}`
    // Who began before may have come as far as to make it.
    const since = new Date(at.getTime() - 7 * 86_400_000)
    const there = claimed.isAgain
      ? await tracker.findMade(ask, integration, { target: wish.target, marker, since })
      : null
    const made = there ?? (await tracker.create(ask, integration, { ...wish, body: marked(wish.body, marker) }))
    const kept = await storage.issueLinks.finish(claimed.id, made, author)
    if (kept === null) throw notFound('issue')
    return kept
  } catch (error) {
    // Without an answer it may have been made: the next one looks for it, once the claim is over.
    if (errorCode(error) !== 'unavailable') await storage.issueLinks.giveUp(claimed.id)
    throw error
  }
}

/** Links an issue that is there, by its key or its address. Rejects with `invalid_input` where there is none. */
export async function linkExisting(
  context: Context,
  { issue }: OpenIssue,
  integrationId: Id,
  typed: string,
  author: Author,
): Promise<IssueLink> {
  const { integration, tracker, ask } = await openTracker(context, issue.organizationId, integrationId)
  const key = tracker.keyOf(integration, typed.trim())
  if (key === null)
    throw invalidField('existing', 'key', `Wanted the key or the address of an issue at ${integration.url}`)
  const remote = await tracker.get(ask, integration, key)
  const link = { organizationId: issue.organizationId, issueId: issue.id, integrationId }
  return context.storage.issueLinks.add(link, remote, author)
}

/** What the integration's template makes of the issue, by the event that is shown first. */
export async function draftOf(context: Context, open: OpenIssue, integrationId: Id): Promise<IssueTemplate> {
  const { issue, project, organization } = open
  const { integration } = await openTracker(context, issue.organizationId, integrationId)
  const newest = await context.storage.events.listForIssue(issue.organizationId, issue.id, {
    ...{ limit: RECOMMENDED_OF, cursor: null },
  })
  const event = recommendedOf(newest.items)
  return renderTemplate(integration.template, {
    ...{ title: issue.title, culprit: issue.culprit, level: issue.level, project: project.slug },
    url: pagesOf(context, organization).issue(issue.id),
    shortID: shortIdOf(project.slug, issue.shortIdNumber),
    release: event?.release ?? issue.lastRelease ?? '',
    environment: event?.environment ?? '',
    stack: event === null ? '' : stackExcerpt(documentOf(event)),
  })
}

async function openTracker(
  context: Context,
  organizationId: Id,
  id: Id,
): Promise<{ readonly integration: Integration; readonly tracker: Tracker; readonly ask: Ask }> {
  const integration = await context.storage.integrations.get(organizationId, id)
  if (integration === null) throw notFound('integration')
  const host = HOSTS[integration.kind]
  if (host.tracker === undefined)
    throw invalidField('integrationID', 'kind', 'Wanted an integration that keeps issues: GitHub, GitLab or Jira')
  return { integration, tracker: host.tracker, ask: askFor(context, integration, host.api(integration)) }
}

/** Where the tracker shows it to nobody. */
function marked(body: string, marker: string): string {
  return `${body.trimEnd()}\n\n<!-- ${marker} -->\n`
}
