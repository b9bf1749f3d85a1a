import type { Alarm, AlarmStorage, NewAlarm } from '../../ports/alarms.js'
import type { Id } from '../../ports/model.js'
import { nextId, type State } from './state.js'

export interface AlarmRow extends NewAlarm {
  readonly rowId: Id
  readonly recipientId: Id
  readonly nextAt: Date
  readonly attempts: number
  /** By somebody, until `nextAt`. */
  readonly isClosing: boolean
}

export function memoryAlarms(state: State): AlarmStorage {
  return {
    async note(recipientId, alarms, { now, closesFrom }) {
      let isFree = true
      for (const alarm of alarms) {
        const before = [...state.alarms.values()].find(
          (one) => one.recipientId === recipientId && one.key === alarm.key,
        )
        const rowId = before?.rowId ?? nextId(state)
        if (before?.isClosing === true && before.nextAt > now) isFree = false
        else
          state.alarms.set(rowId, { ...alarm, rowId, recipientId, nextAt: closesFrom, attempts: 0, isClosing: false })
      }
      return isFree
    },
    async claimOver(now, limit, leaseMs) {
      const over = [...state.alarms.values()].filter((row) => row.nextAt <= now && isOver(state, row))
      over.sort((a, b) => Number(a.rowId) - Number(b.rowId))
      const items = over.slice(0, limit).flatMap((row) => {
        const nextAt = new Date(now.getTime() + leaseMs)
        state.alarms.set(row.rowId, { ...row, nextAt, attempts: row.attempts + 1, isClosing: true })
        return toAlarm(state, row, nextAt) ?? []
      })
      // Each look is at all of them.
      return { items, next: null }
    },
    async forget(claimed) {
      if (isHeld(state, claimed)) state.alarms.delete(claimed.id)
    },
    async postpone(claimed, until) {
      const row = state.alarms.get(claimed.id)
      if (row !== undefined && isHeld(state, claimed))
        state.alarms.set(row.rowId, { ...row, nextAt: until, isClosing: false })
    },
  }
}

function isHeld(state: State, { id, claimedUntil }: Pick<Alarm, 'id' | 'claimedUntil'>): boolean {
  return state.alarms.get(id)?.nextAt.getTime() === claimedUntil.getTime()
}

function isOver(state: State, { of, id }: AlarmRow): boolean {
  if (of === 'monitor') return (state.monitors.get(id)?.monitor.health.status ?? 'up') === 'up'
  const issue = state.issues.get(id)?.issue
  return issue === undefined || issue.status === 'resolved' || issue.mergedInto !== null
}

function toAlarm(state: State, { rowId, recipientId, key, attempts }: AlarmRow, claimedUntil: Date): Alarm | null {
  for (const { organizationId, projectId, recipients } of state.alerts.values()) {
    const recipient = recipients.find(({ id }) => id === recipientId)
    if (recipient !== undefined) return { id: rowId, organizationId, projectId, recipient, key, attempts, claimedUntil }
  }
  state.alarms.delete(rowId)
  return null
}
