import { randomUUID } from 'node:crypto'
import { expect } from '@jest/globals'
import type { NewEvent, PersistResult } from '../../ports/ingest.js'
import type { IssueFilter } from '../../ports/issues.js'
import type { Id, Issue, Organization, Page, PageRequest, Project, User } from '../../ports/model.js'
import type { Storage } from '../../ports/storage.js'
import { newEventId } from '../../protocol/ids.js'
import { aNewEvent } from '../builders.js'

/** Ids that no storage gives out, each of another kind of wrong. */
export const UNKNOWN_IDS = [
  '999999999999',
  '0',
  '-1',
  '1.5',
  'abc',
  '',
  '9223372036854775808',
  '99999999999999999999',
  ' 1',
  "1'--",
]

export const ALL = { limit: 100, cursor: null } as const

export function aName(prefix: string): string {
  return `${prefix}-${randomUUID().slice(0, 13)}`
}

export function aUser(storage: Storage, user: { readonly email?: string; readonly name?: string } = {}): Promise<User> {
  return storage.users.create({
    email: `${aName('user')}@example.com`,
    name: 'Ada',
    passwordHash: 'hash',
    isSuperuser: false,
    ...user,
  })
}

export function aKey(): { readonly id: string; readonly publicKey: string } {
  return { id: randomUUID(), publicKey: newEventId() }
}

export interface World {
  readonly storage: Storage
  readonly user: User
  readonly organization: Organization
  readonly organizationId: Id
  readonly project: Project
  readonly projectId: Id
  /** An event of the project. */
  readonly event: (event?: Partial<NewEvent>) => NewEvent
  readonly persist: (...events: readonly NewEvent[]) => Promise<readonly PersistResult[]>
  /** Stores the event and gives the issue that it made or met. */
  readonly issueOf: (event?: Partial<NewEvent>) => Promise<Issue>
  readonly filter: (filter?: Partial<IssueFilter>) => IssueFilter
}

/** An organization with an owner and a project, apart from those of all other tests. */
export async function aWorld(storage: Storage): Promise<World> {
  const user = await aUser(storage)
  const slug = aName('org')
  const organization = await storage.organizations.create({ name: slug, slug, ownerId: user.id })
  const project = await aProject(storage, organization.id)
  const world = { organizationId: organization.id, projectId: project.id }
  const persist = (...events: readonly NewEvent[]) => storage.ingest.persist(events)
  return {
    storage,
    user,
    organization,
    project,
    ...world,
    event: (event = {}) => aNewEvent({ ...world, ...event }),
    persist,
    async issueOf(event = {}) {
      const [result] = await persist(aNewEvent({ ...world, ...event }))
      return found(await storage.issues.get(result?.issueId ?? ''))
    },
    filter: (filter = {}) => ({ organizationId: organization.id, projectIds: null, ...filter }),
  }
}

export function aProject(
  storage: Storage,
  organizationId: Id,
  project: { readonly name?: string; readonly slug?: string; readonly teamId?: Id | null } = {},
): Promise<Project> {
  const name = project.name ?? aName('project')
  return storage.projects.create({
    organizationId,
    name,
    slug: name,
    platform: null,
    teamId: null,
    ...project,
    key: aKey(),
  })
}

export function found<T>(value: T | null | undefined): T {
  expect(value ?? null).not.toBeNull()
  return value as T
}

/** Rejects with an `AppError` of this code. */
export async function expectCode(promise: Promise<unknown>, code: string): Promise<void> {
  await expect(promise).rejects.toMatchObject({ name: 'AppError', code })
}

/** Every item of the list, read page by page to its end; then once more backwards, which must give the same. */
export async function walk<T>(list: (page: PageRequest) => Promise<Page<T>>, limit: number): Promise<readonly T[]> {
  const pages = [await list({ limit, cursor: null })]
  expect(pages[0]?.previous).toBeNull()
  for (let page = pages[0]; page?.next != null; ) {
    page = await list({ limit, cursor: page.next })
    pages.push(page)
  }
  let page = pages[pages.length - 1]
  for (const before of pages.slice(0, -1).reverse()) {
    page = await list({ limit, cursor: found(page?.previous) })
    expect(page.items).toEqual(before.items)
  }
  expect(page?.previous).toBeNull()
  return pages.flatMap(({ items }) => items)
}
