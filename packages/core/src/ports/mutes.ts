import { AppError } from '../errors.js'
import type { Id, Page, PageRequest } from './model.js'

/** Keeps alerts silent of an issue, of a project or of all of an organization. */
export interface Mute {
  readonly id: Id
  readonly organizationId: Id
  /** Null: of all projects. With an issue its project. */
  readonly projectId: Id | null
  readonly issueId: Id | null
  /** Whose mails it keeps back; null: everybody is told of nothing, by no channel. */
  readonly userId: Id | null
  /** Null: until somebody takes it back. */
  readonly until: Date | null
  readonly createdAt: Date
  readonly createdById: Id | null
}

/** They go with their organization, project, issue and user. Who leaves an organization leaves their own behind. */
export interface MuteStorage {
  /**
   * One of the same thing and user takes its place. Rejects with `not_found` where the organization has no such project, or
   * that no such issue; with `conflict` where there are `MUTE_BOUNDS.mutes` already.
   */
  create(mute: Omit<Mute, 'id'>): Promise<Mute>
  /** Those for everybody and those of the user that hold at `now`, the newest first. */
  list(organizationId: Id, userId: Id, now: Date, page: PageRequest): Promise<Page<Mute>>
  /** One that `list` has. */
  get(organizationId: Id, userId: Id, id: Id): Promise<Mute | null>
  delete(organizationId: Id, id: Id): Promise<boolean>
  /** All that hold at `now` and touch the project: those of other projects are left out. */
  active(organizationId: Id, projectId: Id, now: Date): Promise<readonly Mute[]>
}

export const MUTE_BOUNDS = {
  /** Of an organization. */
  mutes: 2_000,
} as const

export function tooManyMutes(): AppError {
  return new AppError('conflict', `An organization may have ${MUTE_BOUNDS.mutes} mutes; take some back first.`)
}
