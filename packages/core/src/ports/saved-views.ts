import { AppError } from '../errors.js'
import { storable } from './bounds.js'
import type { Id } from './model.js'

/** A search of issues under a name, of one user or of everybody in an organization. */
export interface SavedView {
  readonly id: Id
  readonly organizationId: Id
  /** Null where the account is gone. */
  readonly ownerId: Id | null
  readonly isShared: boolean
  readonly name: string
  /** In the search language, as it was typed. */
  readonly query: string
  readonly sort: string
  /** Empty: of every project. */
  readonly projectIds: readonly Id[]
  readonly environments: readonly string[]
  readonly columns: readonly string[]
  readonly position: number
  readonly createdAt: Date
}

/** What people set of a view. */
export type SavedViewFields = Omit<SavedView, 'id' | 'organizationId' | 'ownerId' | 'createdAt'>

export interface SavedViewStorage {
  /** The user's own and the shared ones, by position, then by age. */
  list(organizationId: Id, userId: Id): Promise<readonly SavedView[]>
  get(organizationId: Id, id: Id): Promise<SavedView | null>
  /**
   * Without a position it is the last of those that its owner sees. Rejects with `conflict` where the owner, or of shared
   * ones the organization, has `SAVED_VIEW_BOUNDS` of them already; also of concurrent calls not one too many passes.
   */
  create(
    organizationId: Id,
    ownerId: Id,
    view: Omit<SavedViewFields, 'position'> & { readonly position?: number },
  ): Promise<SavedView>
  /** What is not given stays. Rejects like `create` where it becomes shared, or personal, as one too many. */
  update(organizationId: Id, id: Id, change: Partial<SavedViewFields>): Promise<SavedView | null>
  delete(organizationId: Id, id: Id): Promise<boolean>
}

/** Lengths in UTF-16 units, counts in entries. */
export const SAVED_VIEW_BOUNDS = {
  /** Of one user in an organization. */
  personal: 50,
  /** Of an organization. */
  shared: 100,
  name: 128,
  query: 2048,
  sort: 32,
  projects: 100,
  environments: 50,
  environment: 200,
  columns: 20,
  column: 208,
  position: 10_000,
} as const

/** The fields that are given, as every storage keeps them. */
export function boundSavedView<T extends Partial<SavedViewFields>>(view: T): T {
  const { name, query, sort, projectIds, environments, columns } = view
  const bounds = SAVED_VIEW_BOUNDS
  const texts = (all: readonly string[], count: number, length: number) =>
    all.slice(0, count).map((text) => storable(text, length))
  return {
    ...view,
    ...(name === undefined ? {} : { name: storable(name, bounds.name) }),
    ...(query === undefined ? {} : { query: storable(query, bounds.query) }),
    ...(sort === undefined ? {} : { sort: storable(sort, bounds.sort) }),
    ...(projectIds === undefined ? {} : { projectIds: texts(projectIds, bounds.projects, 20) }),
    ...(environments === undefined
      ? {}
      : { environments: texts(environments, bounds.environments, bounds.environment) }),
    ...(columns === undefined ? {} : { columns: texts(columns, bounds.columns, bounds.column) }),
  }
}

export function tooManyViews(isShared: boolean): AppError {
  const { personal, shared } = SAVED_VIEW_BOUNDS
  const sentence = isShared
    ? `An organization may share ${shared} saved views; delete one that nobody needs.`
    : `You may have ${personal} saved views of your own; delete one that you do not need.`
  return new AppError('conflict', sentence)
}
