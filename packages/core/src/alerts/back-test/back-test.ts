import type { AlertBackTestJson } from '../../client/alert-types.js'
import type { Context } from '../../context.js'
import type { AlertFields } from '../../ports/alerts.js'
import { type Rule, tellsOfIssues } from '../../ports/firing.js'
import type { Project } from '../../ports/model.js'
import type { PastIssue } from '../../ports/past.js'
import { conditionOf, groupsOf } from '../rules/search.js'
import { messagesOf } from './messages.js'
import { type Firing, ofLimits, ofMonitors } from './others.js'
import { type IssueFiring, replayIssue } from './replay.js'

const DAYS = 14
const DAY_MS = 86_400_000
const LISTED = 100

/**
 * What an alert would have told in the last two weeks, by what is kept of them: `from` is later where more happened than may
 * be read. Searches are asked of what issues are now. Rejects with `unavailable` where it takes too long.
 */
export async function backTest(context: Context, project: Project, fields: AlertFields): Promise<AlertBackTestJson> {
  const until = context.clock.now()
  const asked = new Date(until.getTime() - DAYS * DAY_MS)
  const { recipients: _, ...rest } = fields
  const place = { organizationId: project.organizationId, projectId: project.id }
  const rule: Rule = { ...rest, ...place, id: '', createdAt: asked }
  const issues = tellsOfIssues(rule)
    ? await ofIssues(context, rule, { from: asked, until })
    : { firings: [], from: asked }
  const from = issues.from.toISOString()
  const others = [...(await ofMonitors(context, rule, asked)), ...(await ofLimits(context, rule, asked, until))]
  const all = [...issues.firings, ...others].filter(({ at }) => at >= from).sort((a, b) => (a.at < b.at ? -1 : 1))
  const told = all.map(({ at, issueID, about }) => ({ at: new Date(at), isOfIssue: issueID !== null, about }))
  const newest = all.slice(-LISTED).reverse()
  return {
    ...{ from, until: until.toISOString(), count: all.length, messages: messagesOf(rule, told), unknown: [] },
    firings: newest.map(({ at, trigger, issueID, title }) => ({ at, trigger, issueID, title })),
  }
}

async function ofIssues(
  { storage }: Context,
  rule: Rule,
  { from, until }: { readonly from: Date; readonly until: Date },
): Promise<{ readonly firings: readonly Firing[]; readonly from: Date }> {
  const { organizationId, projectId } = rule
  const found = await storage.past.issues(organizationId, projectId, from)
  const issues = await answering(storage, rule, found.items, until)
  const isCounted = rule.users !== null || (rule.quantity !== null && rule.timespanMinutes !== null)
  const events = isCounted ? await storage.past.events(organizationId, projectId, from) : { items: [], from }
  const start = found.from > events.from ? found.from : events.from
  const byIssue = new Map(groupsOf(events.items, ({ issueId }) => issueId).map((some) => [some[0].issueId, some]))
  const firings = issues.flatMap((issue) => replayIssue(rule, issue, byIssue.get(issue.id) ?? [], start).map(firingOf))
  return { firings, from: start }
}

async function answering(storage: Context['storage'], rule: Rule, issues: readonly PastIssue[], now: Date) {
  if (rule.query === '' || issues.length === 0) return issues
  const where = await conditionOf(storage, rule.organizationId, rule.query, now)
  if (where === null) return []
  const ids = issues.map(({ id }) => id)
  const matching = new Set(await storage.firing.matching(rule.organizationId, ids, where))
  return issues.filter(({ id }) => matching.has(id))
}

function firingOf({ at, trigger, issue }: IssueFiring): Firing {
  return { at: at.toISOString(), trigger, issueID: issue.id, title: issue.title, about: issue.id }
}
