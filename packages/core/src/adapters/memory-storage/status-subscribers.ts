import { randomUUID } from 'node:crypto'
import type { Id } from '../../ports/model.js'
import {
  MOST_STATUS_SUBSCRIBERS,
  type StatusNotice,
  type StatusSubscriber,
  type StatusSubscriberStorage,
} from '../../ports/status-subscribers.js'
import { pageOf } from './paging.js'
import { nextId, type State } from './state.js'

export interface StatusNoticeRow {
  readonly id: Id
  readonly notice: StatusNotice
  readonly at: Date
  /** The last subscriber who has got it. */
  readonly passed: number
  readonly failures: number
  /** Null: it is done. */
  readonly due: Date | null
}

export function memoryStatusSubscribers(state: State): StatusSubscriberStorage {
  const ofPage = (organizationId: Id, pageId: Id) =>
    [...state.statusSubscribers.values()].filter(
      (one) => one.organizationId === organizationId && one.pageId === pageId,
    )
  const byToken = (token: string) =>
    [...state.statusSubscribers.values()].find((one) => one.token === token.toLowerCase()) ?? null
  const wanting = ({ notice, at, passed }: StatusNoticeRow, limit: number) =>
    ofPage(notice.organizationId, notice.pageId)
      .filter(({ id, confirmedAt }) => Number(id) > passed && confirmedAt !== null && confirmedAt <= at)
      .sort((a, b) => Number(a.id) - Number(b.id))
      .slice(0, limit)
  const change = (id: Id, part: Partial<StatusNoticeRow>) => {
    const row = state.statusNotices.get(id)
    if (row !== undefined) state.statusNotices.set(id, { ...row, ...part })
  }
  return {
    async subscribe(organizationId, pageId, email, now) {
      if (state.statusPages.get(pageId)?.page.organizationId !== organizationId) return null
      const present = ofPage(organizationId, pageId)
      const same = present.find((one) => one.email.toLowerCase() === email.toLowerCase())
      if (same !== undefined) return same
      if (present.length >= MOST_STATUS_SUBSCRIBERS) return null
      const subscriber: StatusSubscriber = {
        ...{ id: nextId(state), organizationId, pageId, email, createdAt: now, confirmedAt: null },
        token: randomUUID(),
      }
      state.statusSubscribers.set(subscriber.id, subscriber)
      return subscriber
    },
    async getByToken(token) {
      return byToken(token)
    },
    async confirm(token, now) {
      const found = byToken(token)
      if (found === null) return null
      const confirmed = { ...found, confirmedAt: found.confirmedAt ?? now }
      state.statusSubscribers.set(found.id, confirmed)
      return confirmed
    },
    async unsubscribe(token) {
      const found = byToken(token)
      if (found !== null) state.statusSubscribers.delete(found.id)
      return found
    },
    async list(organizationId, pageId, request) {
      return pageOf(ofPage(organizationId, pageId), request, {
        ...{ parts: ['number'], descending: true },
        keyOf: ({ id }) => [Number(id)],
      })
    },
    async delete(organizationId, pageId, id) {
      const found = ofPage(organizationId, pageId).find((one) => one.id === id)
      return found !== undefined && state.statusSubscribers.delete(found.id)
    },
    async counts(organizationId, pageIds) {
      const counted = pageIds.map((id) => {
        const confirmed = ofPage(organizationId, id).filter(({ confirmedAt }) => confirmedAt !== null)
        return [id, confirmed.length] as const
      })
      return new Map(counted.filter(([, count]) => count > 0))
    },
    async announce(notices, now) {
      for (const notice of notices) {
        const isKnown = [...state.statusNotices.values()].some(
          ({ notice: { pageId, key } }) => pageId === notice.pageId && key === notice.key,
        )
        if (isKnown || state.statusPages.get(notice.pageId)?.page.organizationId !== notice.organizationId) continue
        const id = nextId(state)
        state.statusNotices.set(id, { id, notice, at: now, passed: 0, failures: 0, due: now })
      }
    },
    async claimNotice(now, until, limit) {
      const due = [...state.statusNotices.values()].filter((row) => row.due !== null && row.due <= now)
      for (const row of due.sort((a, b) => Number(a.id) - Number(b.id))) {
        const subscribers = wanting(row, limit)
        change(row.id, { due: subscribers.length === 0 ? null : until })
        if (subscribers.length > 0) return { ...row.notice, id: row.id, subscribers, failures: row.failures }
      }
      return null
    },
    async passNotice(id, subscriberId) {
      const passed = Math.max(state.statusNotices.get(id)?.passed ?? 0, Number(subscriberId))
      change(id, { passed, failures: 0 })
    },
    async releaseNotice(id, next, failed) {
      change(id, { due: next, failures: failed ? (state.statusNotices.get(id)?.failures ?? 0) + 1 : 0 })
    },
    async deleteOldSubscriptions(before) {
      for (const one of state.statusSubscribers.values())
        if (one.confirmedAt === null && one.createdAt < before) state.statusSubscribers.delete(one.id)
      for (const { id, at } of state.statusNotices.values()) if (at < before) state.statusNotices.delete(id)
    },
  }
}
