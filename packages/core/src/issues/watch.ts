import { touch } from '../alerts/rules/touched.js'
import type { Context } from '../context.js'
import type { NewEvent, PersistResult } from '../ports/ingest.js'
import type { Id } from '../ports/model.js'
import { tellChanged } from './change.js'
import { ESCALATION_HOURS, escalationOf } from './escalation.js'
import { ESCALATING_HOURS } from './substatus.js'

const HOUR_MS = 3_600_000
/** Fewer than this cannot escalate; then it is looked at each time that the number has doubled. */
const FIRST_LOOK = 20
const MOST_ISSUES = 20_000

/** Events of issues in the running hour, as this process has seen them. */
interface Watch {
  hour: number
  readonly issues: Map<Id, { count: number; nextLook: number }>
}

const watches = new WeakMap<Context, Watch>()

/**
 * Looks whether issues escalate: an issue is looked at when so many of its events came within the running hour that it
 * might, so hardly ever, and at most a few times an hour. Resolves when all are looked at; never rejects.
 */
export async function watchEscalations(
  context: Context,
  stored: readonly { readonly event: NewEvent; readonly result: PersistResult }[],
): Promise<void> {
  const due = new Map<Id, Id>()
  for (const { event, result } of stored)
    if (result.outcome !== 'duplicate' && result.outcome !== 'discarded' && isDue(context, event, result.issueId))
      due.set(result.issueId, result.organizationId ?? event.organizationId)
  for (const [issueId, organizationId] of due) {
    try {
      await look(context, organizationId, issueId)
    } catch (error) {
      context.logger.debug('An issue was not looked at for escalation', { issueId, error })
    }
  }
}

function isDue(context: Context, { receivedAt }: NewEvent, issueId: Id): boolean {
  const hour = Math.floor(context.clock.now().getTime() / HOUR_MS)
  if (Math.floor(receivedAt.getTime() / HOUR_MS) !== hour) return false
  const watch = watches.get(context) ?? { hour, issues: new Map() }
  watches.set(context, watch)
  if (watch.hour !== hour || watch.issues.size >= MOST_ISSUES) watch.issues.clear()
  watch.hour = hour
  const seen = watch.issues.get(issueId) ?? { count: 0, nextLook: FIRST_LOOK + 1 }
  watch.issues.set(issueId, seen)
  seen.count += 1
  if (seen.count < seen.nextLook) return false
  seen.nextLook = seen.count * 2
  return true
}

async function look(context: Context, organizationId: Id, issueId: Id): Promise<void> {
  const { storage, clock } = context
  const issue = await storage.issues.get(issueId)
  if (issue === null || issue.status === 'resolved') return
  const now = clock.now()
  const from = new Date(now.getTime() - ESCALATION_HOURS * HOUR_MS)
  const series = await storage.issues.series(organizationId, [issueId], { from, to: now, bucketSeconds: 3600 })
  const isArchived = issue.statusDetails?.kind === 'escalating'
  const { firstSeenAt } = issue
  const verdict = escalationOf(series.get(issueId) ?? [], { now, firstSeenAt, isArchived })
  if (!verdict.isEscalating) return
  const escalation = { at: now, events: verdict.events, limit: verdict.limit }
  const notSince = new Date(now.getTime() - ESCALATING_HOURS * HOUR_MS)
  const escalated = await storage.issues.escalate(organizationId, issueId, escalation, notSince)
  if (escalated === null) return
  touch(context, [issueId])
  await tellChanged(context, { organizationId, projectIds: null }, [issueId])
}
