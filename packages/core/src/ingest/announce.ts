import { touch } from '../alerts/rules/touched.js'
import type { Context } from '../context.js'
import { watchEscalations } from '../issues/watch.js'
import type { LiveMessage } from '../ports/runtime.js'
import type { Stored } from './store-batch.js'

/**
 * Tells open pages what a batch changed: one message an issue, and the first event of a project. Has the rules
 * of alerts look at them, and issues that got many events looked at for escalation.
 */
export function announce(context: Context, stored: readonly Stored[]): void {
  const { live, logger } = context
  for (const message of messagesOf(stored))
    live.publish(message).catch((error: unknown) => logger.debug('A live message was not sent', { error }))
  touch(
    context,
    stored.flatMap(({ result }) => (result.issueId === '' ? [] : [result.issueId])),
  )
  void watchEscalations(context, stored)
}

const TOPICS = { new: 'issue.new', regressed: 'issue.regressed', repeat: 'issue.seen' } as const

function messagesOf(stored: readonly Stored[]): Iterable<LiveMessage> {
  const messages = new Map<string, LiveMessage>()
  for (const { event, result } of stored) {
    const { issueId, outcome } = result
    if (outcome === 'duplicate' || outcome === 'discarded' || messages.has(issueId)) continue
    const about = { organizationId: result.organizationId ?? event.organizationId, projectId: event.projectId, issueId }
    messages.set(issueId, { topic: TOPICS[outcome], ...about })
    // Numbers of issues count up within a project and are never used again.
    if (outcome === 'new' && result.shortIdNumber === 1)
      messages.set('first', { topic: 'event.first', ...about, eventId: result.eventId })
  }
  return messages.values()
}
