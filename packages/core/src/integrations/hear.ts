import { createHash } from 'node:crypto'
import type { Context } from '../context.js'
import { AppError, errorCode } from '../errors.js'
import { tellChanged } from '../issues/change.js'
import type { Integration } from '../ports/integrations.js'
import type { IssueLink, RemoteIssue } from '../ports/issue-links.js'
import { askFor } from './ask.js'
import { resolveFixed } from './fixes.js'
import type { HookNews, HookRequest } from './hosts/host.js'
import { HOSTS } from './hosts/index.js'
import { webhookSecretOf } from './secrets.js'

/**
 * Takes what the other side tells; what it tells twice is heard once. Rejects with `forbidden` where it is not signed with the
 * secret of the integration, with `invalid_body` where it is no JSON.
 */
export async function hear(context: Context, integration: Integration, request: HookRequest): Promise<void> {
  const { hook } = HOSTS[integration.kind]
  const secret = webhookSecretOf(context, integration)
  if (hook === undefined || secret === null || !hook.isSigned(request, secret)) throw notSigned()
  const { integrations } = context.storage
  const news = hook.read(request, jsonOf(request.body))
  if (news === null) return
  // The number of a delivery is not signed. Of an issue it is asked how it is; of a push what is signed tells it from others.
  const numbered = news.kind === 'push' ? null : hook.deliveryOf(request)
  const delivery = numbered ?? createHash('sha256').update(request.body).digest('hex')
  if (await integrations.isHeard(integration.id, delivery)) return
  // Noted when it is done: whoever dies in between hears it again, which does no harm.
  await take(context, integration, news)
  await integrations.noteHeard(integration.id, delivery, context.clock.now())
}

/** The answer to what nobody has signed. */
export function notSigned(): AppError {
  return new AppError('forbidden', 'There is no such integration, or its webhook signs with another secret.')
}

async function take(context: Context, integration: Integration, news: HookNews): Promise<void> {
  if (news.kind === 'issue') return takeIssue(context, integration, news.issue)
  const { repository } = news
  const ofOrganization = { organizationId: integration.organizationId, projectIds: null }
  const author = { userId: null, via: 'system', at: context.clock.now() } as const
  await resolveFixed(context, { ...ofOrganization, statuses: ['unresolved', 'ignored'] }, news.commits, {
    author,
    requestFor: ({ id }) => ({
      status: 'resolved',
      resolution: { kind: 'commit', commit: id.slice(0, 64), repository },
    }),
  })
}

async function takeIssue(
  context: Context,
  integration: Integration,
  told: Pick<RemoteIssue, 'key' | 'title' | 'status'>,
): Promise<void> {
  const links = await context.storage.issueLinks.byKey(integration.id, told.key)
  if (links.length === 0) return
  const now = await asItIs(context, integration, told)
  for (const link of links) {
    await follow(context, integration, link, now)
    // Behind what it means here: where that fails the same word is taken again, and is still news.
    await context.storage.issueLinks.noteRemote(link.id, now)
  }
}

/** Words come late, and in another order than they were said: what counts is how it is now, where that can be asked. */
async function asItIs(
  context: Context,
  integration: Integration,
  told: Pick<RemoteIssue, 'key' | 'title' | 'status'>,
): Promise<Pick<RemoteIssue, 'title' | 'status'>> {
  const { api, tracker } = HOSTS[integration.kind]
  if (tracker === undefined || integration.sealedToken === null) return told
  try {
    return await tracker.get(askFor(context, integration, api(integration)), integration, told.key)
  } catch (error) {
    if (errorCode(error) === null) throw error
    return told
  }
}

async function follow(
  context: Context,
  integration: Integration,
  link: IssueLink,
  now: Pick<RemoteIssue, 'status'>,
): Promise<void> {
  const { storage, clock } = context
  if (!integration.resolvesIssues || link.status === now.status) return
  const found = await storage.issues.get(link.issueId)
  const issue = found?.mergedInto == null ? found : await storage.issues.get(found.mergedInto)
  const isResolved = now.status === 'closed'
  if (issue === null || (issue.status === 'resolved') === isResolved) return
  const filter = { organizationId: link.organizationId, projectIds: null, ids: [issue.id] }
  const author = { userId: null, via: 'system', at: clock.now() } as const
  const ids = await storage.issues.setStatus(filter, isResolved ? 'resolved' : 'unresolved', author)
  await storage.issueLinks.settle(link.id, { isResolved, status: now.status })
  await tellChanged(context, filter, ids)
}

function jsonOf(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body))
  } catch (cause) {
    throw new AppError('invalid_body', 'Cannot parse request body: wanted JSON.', { cause })
  }
}
