import { storable } from '../../ports/bounds.js'
import {
  boundRemote,
  type IssueLink,
  type IssueLinkStorage,
  LINK_BOUNDS,
  linkActivity,
  type NewLink,
  tooManyLinks,
} from '../../ports/issue-links.js'
import type { Activity, Author } from '../../ports/issue-state.js'
import type { Id } from '../../ports/model.js'
import { existing, type IssueRow, nextId, type State } from './state.js'

export interface LinkRow {
  readonly link: IssueLink
  readonly isMade: boolean
  readonly claim: string | null
  readonly claimedUntil: Date | null
  readonly settledResolved: boolean
  readonly attempts: number
  readonly nextAttemptAt: Date | null
}

export function memoryIssueLinks(state: State): IssueLinkStorage {
  const rows = () => [...state.issueLinks.values()].sort((a, b) => Number(a.link.id) - Number(b.link.id))
  const keep = (row: LinkRow) => {
    state.issueLinks.set(row.link.id, row)
    return row.link
  }
  const change = (id: Id, changed: (row: LinkRow) => Partial<LinkRow>) => {
    const row = state.issueLinks.get(id)
    return row === undefined ? null : keep({ ...row, ...changed(row) })
  }
  const isResolved = (issueId: Id) => wholeIssue(state, issueId)?.issue.status === 'resolved'
  const mustFit = ({ organizationId, issueId, integrationId }: NewLink, key: string | null) => {
    const issue = state.issues.get(issueId)
    existing(issue?.issue.organizationId === organizationId ? issue : undefined, 'an issue', issueId)
    const found = state.integrations.get(integrationId)
    const own = found?.organizationId === organizationId ? found : undefined
    const others = rows().filter(({ link, isMade }) => link.issueId === issueId && !(isMade && link.key === key))
    const { kind } = existing(own, 'an integration', integrationId)
    if (others.length >= LINK_BOUNDS.links) throw tooManyLinks()
    return kind
  }
  const blank = (link: NewLink, kind: IssueLink['kind'], createdAt: Date, createdBy: Id | null): LinkRow => ({
    link: {
      ...{ id: nextId(state), organizationId: link.organizationId, issueId: link.issueId },
      ...{ integrationId: link.integrationId, kind, key: '', title: '', url: '', status: 'open', createdAt, createdBy },
    },
    ...{ isMade: false, claim: null, claimedUntil: null, settledResolved: false, attempts: 0, nextAttemptAt: null },
  })
  const twinOf = ({ link }: LinkRow, key: string) =>
    rows().find(
      (row) =>
        row.isMade &&
        row.link.key === key &&
        row.link.issueId === link.issueId &&
        row.link.integrationId === link.integrationId,
    )
  return {
    async list(organizationId, issueId) {
      return rows()
        .filter(({ link, isMade }) => isMade && link.organizationId === organizationId)
        .filter(({ link }) => link.issueId === issueId || state.issues.get(link.issueId)?.issue.mergedInto === issueId)
        .map(({ link }) => link)
    },
    async claim(link, { claim, at, leaseMs, userId }) {
      const bounded = storable(claim, LINK_BOUNDS.claim)
      const kind = mustFit(link, null)
      const there = rows().find(
        (row) =>
          row.claim === bounded && row.link.issueId === link.issueId && row.link.integrationId === link.integrationId,
      )
      if (there?.isMade === true) return { kind: 'made', link: there.link }
      if (there?.claimedUntil != null && there.claimedUntil > at) return { kind: 'busy' }
      const row = there ?? blank(link, kind, at, userId)
      keep({ ...row, claim: bounded, claimedUntil: new Date(at.getTime() + leaseMs) })
      return { kind: 'yours', id: row.link.id, isAgain: there !== undefined }
    },
    async finish(id, remote, author) {
      const row = state.issueLinks.get(id)
      if (row === undefined) return null
      const bounded = boundRemote(remote)
      const twin = twinOf(row, bounded.key)
      if (twin !== undefined) {
        state.issueLinks.delete(id)
        return twin.link
      }
      const link = { ...row.link, ...bounded }
      keep({ ...row, link, isMade: true, claimedUntil: null, settledResolved: isResolved(link.issueId) })
      noteLink(state, link, author, 'create_issue', true)
      return link
    },
    async giveUp(id) {
      if (state.issueLinks.get(id)?.isMade === false) state.issueLinks.delete(id)
    },
    async add(link, remote, author) {
      const bounded = boundRemote(remote)
      const kind = mustFit(link, bounded.key)
      const row = blank(link, kind, author.at, author.userId)
      const twin = twinOf(row, bounded.key)
      if (twin !== undefined) return twin.link
      const made = keep({
        ...{ ...row, link: { ...row.link, ...bounded }, isMade: true },
        settledResolved: isResolved(link.issueId),
      })
      noteLink(state, made, author, 'create_issue', false)
      return made
    },
    async delete(organizationId, issueId, id, author) {
      const link = (await this.list(organizationId, issueId)).find((one) => one.id === id)
      if (link === undefined) return false
      noteLink(state, { ...link, issueId }, author, 'unlink_issue', false)
      return state.issueLinks.delete(id)
    },
    async byKey(integrationId, key) {
      return rows().flatMap(({ link, isMade }) =>
        isMade && link.integrationId === integrationId && link.key === key ? [link] : [],
      )
    },
    async noteRemote(id, remote) {
      change(id, ({ link }) => ({ link: { ...link, ...boundRemote(remote) } }))
    },
    async owed(now, limit, leaseMs) {
      const due = rows().filter(({ link, isMade, settledResolved, nextAttemptAt }) => {
        const status = wholeIssue(state, link.issueId)?.issue.status
        if (!isMade || link.integrationId === null || status === undefined || status === 'ignored') return false
        return (status === 'resolved') !== settledResolved && (nextAttemptAt === null || nextAttemptAt <= now)
      })
      due.sort((a, b) => Number(a.nextAttemptAt ?? 0) - Number(b.nextAttemptAt ?? 0))
      const items = due.slice(0, limit).map((row) => {
        keep({ ...row, nextAttemptAt: new Date(now.getTime() + leaseMs) })
        return { link: row.link, isResolved: isResolved(row.link.issueId), attempts: row.attempts }
      })
      // Each look is at all of them.
      return { items, next: null }
    },
    async settle(id, { isResolved: settledResolved, status }) {
      change(id, ({ link }) => ({
        ...{ link: { ...link, status }, settledResolved, attempts: 0, nextAttemptAt: null },
      }))
    },
    async postpone(id, until) {
      change(id, ({ attempts }) => ({ attempts: attempts + 1, nextAttemptAt: until }))
    },
  }
}

/** Whether the issue, or one that is part of it, is linked to one of a tracker. */
export function isLinked(state: State, issueId: Id): boolean {
  return [...state.issueLinks.values()].some(
    ({ link, isMade }) =>
      isMade && (link.issueId === issueId || state.issues.get(link.issueId)?.issue.mergedInto === issueId),
  )
}

export function deleteLinksOf(state: State, isGone: (link: IssueLink) => boolean): void {
  for (const { link } of state.issueLinks.values()) if (isGone(link)) state.issueLinks.delete(link.id)
}

/** Of issues that have moved to where their integrations are not. */
export function leaveIntegrations(state: State, issueIds: ReadonlySet<Id>, organizationId: Id): void {
  for (const row of state.issueLinks.values())
    if (issueIds.has(row.link.issueId))
      state.issueLinks.set(row.link.id, { ...row, link: { ...row.link, organizationId, integrationId: null } })
}

function wholeIssue(state: State, issueId: Id): IssueRow | undefined {
  const row = state.issues.get(issueId)
  return row?.issue.mergedInto == null ? row : state.issues.get(row.issue.mergedInto)
}

function noteLink(state: State, link: IssueLink, author: Author, kind: Activity['kind'], isNew: boolean): void {
  const row = state.issues.get(link.issueId)
  if (row === undefined) return
  const { organizationId, issueId } = link
  row.activity = [
    ...row.activity,
    { ...author, id: nextId(state), organizationId, issueId, kind, editedAt: null, data: linkActivity(link, isNew) },
  ]
}
