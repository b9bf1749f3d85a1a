import { AppError } from '../../errors.js'
import type { Id } from '../../ports/model.js'
import { MUTE_BOUNDS, type Mute, type MuteStorage, tooManyMutes } from '../../ports/mutes.js'
import { pageOf } from './paging.js'
import { membershipOf } from './places.js'
import { existing, nextId, type State } from './state.js'

export function memoryMutes(state: State): MuteStorage {
  const own = (organizationId: Id) => [...mutesIn(state)].filter((mute) => mute.organizationId === organizationId)
  return {
    async create(mute) {
      const { organizationId, projectId, issueId, userId } = mute
      existing(state.organizations.get(organizationId), 'an organization', organizationId)
      const project = projectId === null ? null : state.projects.get(projectId)
      const issue = issueId === null ? null : state.issues.get(issueId)?.issue
      if (project !== null && project?.project.organizationId !== organizationId) throw gone('a project', projectId)
      if (issue !== null && (issue === undefined || issue.projectId !== projectId)) throw gone('an issue', issueId)
      const same = own(organizationId).find(
        (one) => one.projectId === projectId && one.issueId === issueId && one.userId === userId,
      )
      if (same === undefined && own(organizationId).length >= MUTE_BOUNDS.mutes) throw tooManyMutes()
      const kept = { ...mute, id: same?.id ?? nextId(state) }
      state.mutes.set(kept.id, kept)
      return kept
    },
    async list(organizationId, userId, now, page) {
      const found = own(organizationId).filter((mute) => isSeenBy(mute, userId) && holds(mute, now))
      return pageOf(found, page, { parts: ['number'], keyOf: ({ id }) => [Number(id)], descending: true })
    },
    async get(organizationId, userId, id) {
      return own(organizationId).find((mute) => mute.id === id && isSeenBy(mute, userId)) ?? null
    },
    async delete(organizationId, id) {
      return own(organizationId).some((mute) => mute.id === id) && state.mutes.delete(id)
    },
    async active(organizationId, projectId, now) {
      return own(organizationId).filter(
        (mute) => holds(mute, now) && (mute.projectId === null || mute.projectId === projectId),
      )
    },
  }
}

/** Whether nobody is told of the issue, or of what is no issue, of a project. */
export function isMutedForAll(
  state: State,
  about: { readonly organizationId: Id; readonly projectId: Id; readonly issueId: Id | null },
  now: Date,
): boolean {
  return [...mutesIn(state)].some(
    (mute) =>
      mute.userId === null &&
      mute.organizationId === about.organizationId &&
      (mute.projectId === null || mute.projectId === about.projectId) &&
      (mute.issueId === null || mute.issueId === about.issueId) &&
      holds(mute, now),
  )
}

/** Those of who is not in the other organization stay behind for good. */
export function moveMutes(state: State, projectId: Id, to: Id): void {
  for (const mute of state.mutes.values()) {
    if (mute.projectId !== projectId) continue
    if (mute.userId === null || membershipOf(state, to, mute.userId) !== undefined)
      state.mutes.set(mute.id, { ...mute, organizationId: to })
    else state.mutes.delete(mute.id)
  }
}

/** Without those whose organization, project, issue or user is gone. */
function* mutesIn(state: State): Generator<Mute> {
  for (const mute of state.mutes.values()) {
    const { organizationId, projectId, issueId, userId } = mute
    const isWhole =
      state.organizations.has(organizationId) &&
      (projectId === null || state.projects.has(projectId)) &&
      (issueId === null || state.issues.has(issueId)) &&
      (userId === null || state.users.has(userId))
    if (isWhole) yield mute
    else state.mutes.delete(mute.id)
  }
}

function isSeenBy(mute: Mute, userId: Id): boolean {
  return mute.userId === null || mute.userId === userId
}

function holds({ until }: Mute, now: Date): boolean {
  return until === null || until > now
}

function gone(what: string, id: Id | null): AppError {
  return new AppError('not_found', `Wanted ${what} of the organization, found none with the id ${id}`)
}
