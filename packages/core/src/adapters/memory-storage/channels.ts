import { admit, type ChannelState, FRESH_CHANNEL, isFailing, noteAttempt } from '../../alerts/channel-state.js'
import { storable } from '../../ports/bounds.js'
import type { ChannelCaller, ChannelNews, ChannelStorage } from '../../ports/channels.js'
import { DELIVERY_BOUNDS } from '../../ports/deliveries.js'
import type { State } from './state.js'

export interface ChannelRow {
  readonly state: ChannelState
  readonly usedAt: Date
}

export interface OutageRow extends Omit<ChannelNews, 'news'> {
  /** Null: they know. */
  readonly news: ChannelNews['news'] | null
  readonly newsDueAt: Date | null
}

export function memoryChannels(state: State): ChannelStorage {
  const stateOf = (key: string) => state.channels.get(key)?.state ?? FRESH_CHANNEL
  return {
    async admit(caller, asked) {
      const { state: after, admission } = admit(stateOf(caller.key), asked)
      state.channels.set(caller.key, { state: after, usedAt: asked.now })
      if (!('deliveryId' in caller)) return admission
      const message = state.deliveries.get(caller.deliveryId)
      if (admission.kind === 'go' && message !== undefined)
        state.deliveries.set(message.id, { ...message, hasBegun: true })
      if (isFailing(after)) noteOutage(state, caller, asked.now)
      return admission
    },
    async note(caller, noted) {
      const after = noteAttempt(stateOf(caller.key), { ...noted, error: storable(noted.error, DELIVERY_BOUNDS.error) })
      state.channels.set(caller.key, { state: after, usedAt: noted.now })
      if ('deliveryId' in caller && isFailing(after)) return noteOutage(state, caller, noted.now)
      if (noted.error !== '') return
      for (const row of state.deliveries.values())
        if (row.channelKey === caller.key && row.held === 'paused')
          state.deliveries.set(row.id, { ...row, nextAttemptAt: noted.now, channelKey: null })
      endOutages(state, caller.key, noted.now)
    },
    async states(keys) {
      return new Map(keys.flatMap((key) => (state.channels.has(key) ? [[key, stateOf(key)] as const] : [])))
    },
    async claimNews(now, limit, leaseMs) {
      const due = [...state.channelOutages.values()].filter(
        (row) => row.newsDueAt !== null && row.newsDueAt <= now && state.alerts.has(row.alertId),
      )
      return due.slice(0, limit).flatMap((row) => {
        state.channelOutages.set(outageKey(row), { ...row, newsDueAt: new Date(now.getTime() + leaseMs) })
        const { newsDueAt: _, news, ...rest } = row
        return news === null ? [] : [{ ...rest, news }]
      })
    },
    async finishNews(told) {
      const row = state.channelOutages.get(outageKey(told))
      if (row === undefined || row.news !== told.news) return
      if (told.news === 'working') state.channelOutages.delete(outageKey(told))
      else state.channelOutages.set(outageKey(told), { ...row, news: null, newsDueAt: null })
    },
  }
}

/** Of channels that nothing took since, and of what they let down. */
export function dropOldChannels(state: State, before: Date): void {
  for (const [key, { usedAt }] of state.channels) if (usedAt < before) state.channels.delete(key)
  for (const [id, { key, since }] of state.channelOutages)
    if (since < before && !state.channels.has(key)) state.channelOutages.delete(id)
}

function noteOutage(state: State, { key, organizationId, alertId, kind, target }: ChannelCaller, now: Date): void {
  const { error, failingSince } = state.channels.get(key)?.state ?? FRESH_CHANNEL
  const row = { key, organizationId, alertId, kind, target, error, since: new Date(failingSince ?? now) }
  if (!state.channelOutages.has(outageKey(row)))
    state.channelOutages.set(outageKey(row), { ...row, news: 'failing', newsDueAt: now })
}

/** Of an outage that nobody was told of nobody is told that it is over. */
function endOutages(state: State, key: string, now: Date): void {
  for (const [id, row] of state.channelOutages) {
    if (row.key !== key || row.news === 'working') continue
    if (row.news === 'failing') state.channelOutages.delete(id)
    else state.channelOutages.set(id, { ...row, news: 'working', newsDueAt: now })
  }
}

function outageKey({ key, organizationId }: Pick<OutageRow, 'key' | 'organizationId'>): string {
  return `${key} ${organizationId}`
}
