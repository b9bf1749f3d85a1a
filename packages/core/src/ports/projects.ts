import type { GroupingSettings } from './grouping-settings.js'
import type { IngestSettings, IngestSettingsChange } from './ingest-settings.js'
import type { Environment, Id, KeyTarget, Organization, Page, PageRequest, Project, ProjectKey } from './model.js'

export interface ProjectFilter {
  /** In each of them. */
  readonly teamIds?: readonly Id[]
  /** In none of them. */
  readonly notTeamIds?: readonly Id[]
}

export interface NewPublicKey {
  readonly publicKey: string
  /** The id of the project on the server that the key comes from, as its DSNs name it. */
  readonly formerProjectId?: Id
  /** Takes it even where another organization had it before. */
  readonly takesRetired?: boolean
}

export interface ProjectStorage {
  /**
   * Makes the project, its first key and its assignment to `teamId`. The slug is made unique in its organization. The key
   * is refused like one of `createKey`.
   */
  create(project: {
    readonly organizationId: Id
    readonly name: string
    readonly slug: string
    readonly platform: string | null
    readonly teamId: Id | null
    /** The id that it had on another server, kept where it is free here: below 2^53. */
    readonly wishedId?: Id
    readonly key: NewPublicKey & { readonly id: string }
  }): Promise<Project>
  get(organizationId: Id, id: Id): Promise<Project | null>
  /** In any order, without those that the organization does not have. */
  getMany(organizationId: Id, ids: readonly Id[]): Promise<readonly Project[]>
  getBySlug(organizationId: Id, slug: string): Promise<Project | null>
  /** By name. */
  list(organizationId: Id, page: PageRequest, filter?: ProjectFilter): Promise<Page<Project>>
  /** Of all organizations that the user is a member of, by name. */
  listForUser(
    userId: Id,
    page: PageRequest,
  ): Promise<Page<{ readonly project: Project; readonly organization: Organization }>>
  update(
    organizationId: Id,
    id: Id,
    change: Partial<Omit<Project, 'id' | 'organizationId' | 'createdAt' | 'firstEventAt' | 'teams'>>,
  ): Promise<Project | null>
  /**
   * Deletes the project with its keys, issues, events and all else that was reported to it. At once it is gone for
   * everybody and its slug is free; its rows are removed by `purge`.
   */
  delete(organizationId: Id, id: Id): Promise<boolean>
  addTeam(organizationId: Id, projectId: Id, teamId: Id): Promise<void>
  removeTeam(organizationId: Id, projectId: Id, teamId: Id): Promise<void>
  listKeys(organizationId: Id, projectId: Id, page: PageRequest): Promise<Page<ProjectKey>>
  getKey(organizationId: Id, projectId: Id, keyId: string): Promise<ProjectKey | null>
  /** Rejects with `conflict` where the public key is taken, or was another organization's. */
  createKey(
    key: NewPublicKey & {
      readonly organizationId: Id
      readonly projectId: Id
      readonly id: string
      readonly name: string
      readonly rateLimit: ProjectKey['rateLimit']
    },
  ): Promise<ProjectKey>
  updateKey(
    organizationId: Id,
    projectId: Id,
    keyId: string,
    change: Partial<Pick<ProjectKey, 'name' | 'isActive' | 'rateLimit'>> & { readonly formerProjectId?: Id },
  ): Promise<ProjectKey | null>
  /** Apps that still run go on reporting with it: it stays noted whose it was, even when its organization is gone. */
  deleteKey(organizationId: Id, projectId: Id, keyId: string): Promise<boolean>
  /**
   * Which of these belong to others: public keys that another organization has given up, and projects that another one
   * has, or had when a key of theirs was deleted.
   */
  ownedElsewhere(
    organizationId: Id,
    named: { readonly publicKeys: readonly string[]; readonly projectIds: readonly Id[] },
  ): Promise<{ readonly publicKeys: ReadonlySet<string>; readonly projectIds: ReadonlySet<Id> }>
  /**
   * Each of `publicKeys` is 32 lower-case hex digits; unknown ones are left out of the answer. An inactive key is found,
   * with `keyActive: false`. Many at once, so that a flood of made-up keys costs one question at a time.
   */
  findKeyTargets(publicKeys: readonly string[]): Promise<readonly KeyTarget[]>
  /** The defaults until they are changed. */
  ingestSettings(organizationId: Id, id: Id): Promise<IngestSettings | null>
  /**
   * Replaces the fields that are given, cut by `boundIngestSettings`, in one atomic step: who changes other fields at the
   * same time loses nothing. Answers all of them.
   */
  updateIngestSettings(organizationId: Id, id: Id, change: IngestSettingsChange): Promise<IngestSettings | null>
  /** Of many projects at once, for the drain: only those that have other settings than the defaults. */
  findIngestSettings(projectIds: readonly Id[]): Promise<ReadonlyMap<Id, IngestSettings>>
  /** How the project groups; the newest engine without rules until it is changed. */
  groupingSettings(organizationId: Id, id: Id): Promise<GroupingSettings | null>
  /** Replaces the fields that are given, cut by `boundGroupingSettings`, in one atomic step. Answers all of them. */
  updateGroupingSettings(
    organizationId: Id,
    id: Id,
    change: Partial<GroupingSettings>,
  ): Promise<GroupingSettings | null>
  /** Of many projects at once, for the drain: only those that have other settings than the defaults. */
  findGroupingSettings(projectIds: readonly Id[]): Promise<ReadonlyMap<Id, GroupingSettings>>
  /** Who owns what, as it was typed; empty until it is. */
  ownership(organizationId: Id, id: Id): Promise<string | null>
  /** Replaces the rules; false where the organization has no such project. */
  setOwnership(organizationId: Id, id: Id, rules: string): Promise<boolean>
  /**
   * The environments that events were in, one of each name, by name. null: of every project of the organization. One of
   * several projects has the lowest of their ids and is hidden where it is hidden in all of them.
   */
  environments(organizationId: Id, projectIds: readonly Id[] | null): Promise<readonly Environment[]>
  /** Null where no event of the project was in it. */
  setEnvironmentHidden(organizationId: Id, id: Id, name: string, isHidden: boolean): Promise<Environment | null>
  /**
   * Hands the project to another organization with its keys, settings, issues, events and counts, and with those saved
   * views that are of it alone and whose owner is there as well; ids and keys stay. Its teams and monitors stay behind, and
   * so do assignments, bookmarks and subscriptions of teams and of users who are not in the other organization. The slug is made
   * unique there by appending `-1`, `-2`, …. Null where the organization has no such project. Rejects with `not_found` where
   * the other one, or its team, is not there, and with `conflict` while the project still moves, or events move between its
   * issues.
   *
   * Events are taken meanwhile. What was taken for the organization of before becomes that of the new one. Older events and
   * what they count may follow a part at a time, by `followMoves`.
   */
  move(
    organizationId: Id,
    id: Id,
    target: { readonly organizationId: Id; readonly teamId: Id | null },
  ): Promise<Project | null>
  /**
   * Lets a bounded part of what belongs to moved projects follow; false when there is nothing that no other caller is at.
   * Safe to call from any number of processes at once, and to be killed in.
   */
  followMoves(): Promise<boolean>
  /** The organization that owns the project, for the count of requests that were refused by their key. */
  organizationOf(projectId: Id): Promise<Id | null>
}
