import { AppError } from '../errors.js'
import { storable } from './bounds.js'
import type { Id, Page, PageRequest } from './model.js'

export const INTEGRATION_KINDS = ['github', 'gitlab', 'jira', 'slack'] as const
export type IntegrationKind = (typeof INTEGRATION_KINDS)[number]

/** A server that Mishap works with for an organization. What is secret is sealed: a storage cannot read it. */
export interface Integration {
  readonly id: Id
  readonly organizationId: Id
  readonly kind: IntegrationKind
  readonly name: string
  /** Where people reach it, without a slash at the end. */
  readonly url: string
  /** Of Jira the address of the token's user; of others whom the token was found to belong to. */
  readonly account: string
  readonly sealedToken: string | null
  readonly sealedWebhookSecret: string | null
  /** A resolved issue closes what it is linked to. */
  readonly closesLinked: boolean
  /** What is closed there resolves the issue. */
  readonly resolvesIssues: boolean
  readonly template: IssueTemplate
  /** What the other side said last where it fails; empty where it does not. */
  readonly error: string
  readonly lastUsedAt: Date | null
  readonly createdAt: Date
}

/** Empty texts are the usual ones. */
export interface IssueTemplate {
  readonly title: string
  readonly body: string
}

/** What people set of an integration. */
export type IntegrationFields = Omit<
  Integration,
  'id' | 'organizationId' | 'kind' | 'error' | 'lastUsedAt' | 'createdAt'
>

/** Where the source of a project's frames is found. */
export interface CodeMapping {
  readonly id: Id
  readonly integrationId: Id
  readonly projectId: Id
  readonly repository: string
  /** What paths of frames begin with; empty where they are those of the repository. */
  readonly stackRoot: string
  /** What takes its place. */
  readonly sourceRoot: string
  /** Where the release names no commit. */
  readonly branch: string
}

/** They go with their organization; what an integration is linked by, and its mappings, go with it. */
export interface IntegrationStorage {
  /** By age. */
  list(organizationId: Id, page: PageRequest): Promise<Page<Integration>>
  get(organizationId: Id, id: Id): Promise<Integration | null>
  /** Whoever has it, for what comes from the other side. */
  find(id: Id): Promise<Integration | null>
  /**
   * Rejects with `not_found` where there is no such organization, with `conflict` where it has
   * `INTEGRATION_BOUNDS.integrations` already.
   */
  create(
    organizationId: Id,
    kind: IntegrationKind,
    fields: IntegrationFields & { readonly createdAt: Date },
  ): Promise<Integration>
  /** What is not given stays. */
  update(organizationId: Id, id: Id, change: Partial<IntegrationFields>): Promise<Integration | null>
  delete(organizationId: Id, id: Id): Promise<boolean>
  /** Notes that the other side was asked, and what it said where it failed. */
  noteUse(id: Id, use: { readonly at: Date; readonly error: string }): Promise<void>
  /** Whether it was noted that this was heard: what the other side tells twice need not be heard again. */
  isHeard(id: Id, delivery: string): Promise<boolean>
  noteHeard(id: Id, delivery: string, at: Date): Promise<void>

  /** By age. */
  mappings(organizationId: Id, page: PageRequest): Promise<Page<CodeMapping>>
  mappingsOf(organizationId: Id, projectId: Id): Promise<readonly CodeMapping[]>
  /** Rejects with `not_found` where the organization has no such integration or project, with `conflict` above its bound. */
  createMapping(organizationId: Id, mapping: Omit<CodeMapping, 'id'>): Promise<CodeMapping>
  /** Null where there is no such mapping. Rejects like `createMapping`. */
  updateMapping(organizationId: Id, id: Id, mapping: Omit<CodeMapping, 'id'>): Promise<CodeMapping | null>
  deleteMapping(organizationId: Id, id: Id): Promise<boolean>
}

/** Deliveries of the other side are remembered for so many days. */
export const HOOK_DAYS = 7

/** Lengths in UTF-16 units, counts in entries. */
export const INTEGRATION_BOUNDS = {
  /** Of an organization. */
  integrations: 50,
  mappings: 500,
  name: 100,
  url: 500,
  account: 200,
  /** Before it is sealed. */
  secret: 2000,
  templateTitle: 255,
  templateBody: 10_000,
  error: 300,
  delivery: 200,
  path: 500,
  repository: 200,
  branch: 200,
} as const

/** The fields that are given, as every storage keeps them. */
export function boundIntegration<T extends Partial<IntegrationFields>>(fields: T): T {
  const { name, url, account, template } = fields
  return {
    ...fields,
    ...(name === undefined ? {} : { name: storable(name, INTEGRATION_BOUNDS.name) }),
    ...(url === undefined ? {} : { url: storable(url, INTEGRATION_BOUNDS.url) }),
    ...(account === undefined ? {} : { account: storable(account, INTEGRATION_BOUNDS.account) }),
    ...(template === undefined
      ? {}
      : {
          template: {
            title: storable(template.title, INTEGRATION_BOUNDS.templateTitle),
            body: storable(template.body, INTEGRATION_BOUNDS.templateBody),
          },
        }),
  }
}

export function boundMapping<T extends Omit<CodeMapping, 'id'>>(mapping: T): T {
  return {
    ...mapping,
    repository: storable(mapping.repository, INTEGRATION_BOUNDS.repository),
    stackRoot: storable(mapping.stackRoot, INTEGRATION_BOUNDS.path),
    sourceRoot: storable(mapping.sourceRoot, INTEGRATION_BOUNDS.path),
    branch: storable(mapping.branch, INTEGRATION_BOUNDS.branch),
  }
}

export function tooManyIntegrations(): AppError {
  return new AppError(
    'conflict',
    `An organization may have ${INTEGRATION_BOUNDS.integrations} integrations; delete one that nobody needs.`,
  )
}

export function tooManyMappings(): AppError {
  return new AppError(
    'conflict',
    `An organization may have ${INTEGRATION_BOUNDS.mappings} code mappings; delete one that nobody needs.`,
  )
}
