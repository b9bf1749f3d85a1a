import type { Context } from '../context.js'
import type { Alarm, NewAlarm } from '../ports/alarms.js'
import type { Delivery } from '../ports/deliveries.js'
import type { Id } from '../ports/model.js'
import { attemptChannel, LEASE_MS, outcomeOf } from './attempt.js'
import { CHANNELS } from './channels/index.js'
import type { Notice } from './notice.js'

const AT_ONCE = 20

/**
 * Before something is opened: a process that dies in between leaves nothing open for ever. It is not closed before the attempt
 * to open it is over, and not opened (false) while what it was before is being closed: the other side hears in order.
 */
export async function noteAlarms(
  { storage, clock }: Context,
  { recipient }: Delivery,
  notice: Notice,
): Promise<boolean> {
  if (recipient === null || recipient.kind === 'email' || CHANNELS[recipient.kind].closes !== true) return true
  const alarms = alarmsOf(notice)
  const now = clock.now()
  const closesFrom = new Date(now.getTime() + LEASE_MS)
  return alarms.length === 0 || (await storage.alarms.note(recipient.id, alarms, { now, closesFrom }))
}

function alarmsOf(notice: Notice): readonly NewAlarm[] {
  if (notice.kind === 'issues') return notice.issues.map(({ key, id }) => ({ key, id, of: 'issue' }))
  if (notice.kind !== 'monitor' || notice.change === 'recovered') return []
  return [{ key: notice.key, id: notice.id, of: 'monitor' }]
}

/**
 * Closes elsewhere what is over, of some behind `after`, at most `AT_ONCE`; answers whether there was anything, and where the
 * next call goes on. What cannot be closed is tried as messages are.
 */
export async function closeAlarms(
  context: Context,
  after: Id | null,
): Promise<{ readonly hadSome: boolean; readonly next: Id | null }> {
  const { items, next } = await context.storage.alarms.claimOver(context.clock.now(), AT_ONCE, LEASE_MS, after)
  await Promise.all(items.map((alarm) => close(context, alarm)))
  return { hadSome: items.length > 0, next }
}

async function close(context: Context, alarm: Alarm): Promise<void> {
  const { id, key, recipient, projectId, attempts } = alarm
  const { alarms } = context.storage
  const notice: Notice = { kind: 'closed', key, title: '', url: '' }
  const attempted = await attemptChannel(context, { notice, projectId, recipient, id: `alarm-${id}` })
  const { nextAttemptAt } = outcomeOf(attempted, attempts)
  const { error } = attempted.attempt
  if (error !== '') context.logger.warn('What an alert opened could not be closed', { alarmId: id, error })
  if (nextAttemptAt === null) await alarms.forget(alarm)
  else await alarms.postpone(alarm, nextAttemptAt)
}
