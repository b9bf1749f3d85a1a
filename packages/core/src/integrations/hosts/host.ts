import type { Integration } from '../../ports/integrations.js'
import type { RemoteIssue, RemoteStatus } from '../../ports/issue-links.js'
import type { Api, Ask } from '../ask.js'

/** Where issues are made or code lies: a repository, a project of a tracker, a channel. */
export interface Target {
  readonly id: string
  readonly name: string
  readonly url: string
}

/** What an integration works with: one of each kind. */
export interface Host {
  /** Where it is unless its integration says so; null: it has to. */
  readonly defaultUrl: string | null
  readonly api: (integration: Integration) => Api
  /** Whom the token belongs to. */
  readonly whoAmI: (ask: Ask) => Promise<string>
  /** At most `TARGETS`, of those whose name has the query in it. */
  readonly targets: (ask: Ask, integration: Integration, query: string) => Promise<readonly Target[]>
  /** Where it keeps issues. */
  readonly tracker?: Tracker
  /** Where it keeps code: what was done to it. */
  readonly history?: History
  /** Where it keeps code: the address of a line. */
  readonly sourceUrl?: (integration: Integration, place: SourcePlace) => string
  /** Where it tells of what happens there. */
  readonly hook?: Hook
}

/** The issues of a host. */
export interface Tracker {
  /** Whether issues can be made in such a target. */
  readonly isTarget: (target: string) => boolean
  /** Makes an issue. `body` is Markdown and has the marker in it. */
  readonly create: (
    ask: Ask,
    integration: Integration,
    made: { readonly target: string; readonly title: string; readonly body: string },
  ) => Promise<RemoteIssue>
  /** One of the newest of a target whose text has the marker in it. */
  readonly findMade: (
    ask: Ask,
    integration: Integration,
    wanted: { readonly target: string; readonly marker: string; readonly since: Date },
  ) => Promise<RemoteIssue | null>
  /** Rejects with `invalid_input` where there is none of this key. */
  readonly get: (ask: Ask, integration: Integration, key: string) => Promise<RemoteIssue>
  /** The key that is meant by a key or an address; null for neither. */
  readonly keyOf: (integration: Integration, typed: string) => string | null
  readonly setStatus: (ask: Ask, key: string, status: RemoteStatus) => Promise<void>
}

/**
 * What was done to the code of a host. Commits come the newest first, without what they changed. Both reject with `invalid_input`
 * where there is no such repository or commit.
 */
export interface History {
  readonly isRepository: (repository: string) => boolean
  /** What `to` has and `from` has not. */
  readonly between: (ask: Ask, range: { readonly from: string } & Stretch) => Promise<readonly HostCommit[]>
  /** The commit, and those before it. */
  readonly upTo: (ask: Ask, stretch: Stretch) => Promise<readonly HostCommit[]>
}

export interface Stretch {
  readonly repository: string
  readonly to: string
  /** Of the newest. */
  readonly limit: number
}

export interface HostCommit {
  readonly id: string
  readonly message: string
  readonly authorName: string
  readonly authorEmail: string
  /** Null where the host says nothing that is a time. */
  readonly at: Date | null
}

export interface SourcePlace {
  readonly repository: string
  /** A commit or a branch. */
  readonly ref: string
  /** Within the repository. */
  readonly path: string
  readonly line: number | null
}

export interface HookRequest {
  readonly header: (name: string) => string | null
  readonly query: URLSearchParams
  /** As it came: it is what was signed. */
  readonly body: Uint8Array
}

/** How a host tells of what happens there. */
export interface Hook {
  /** Whether it comes from whoever has the secret. */
  readonly isSigned: (request: HookRequest, secret: string) => boolean
  /** What tells one delivery from another; null where nothing does. */
  readonly deliveryOf: (request: HookRequest) => string | null
  readonly read: (request: HookRequest, json: unknown) => HookNews | null
}

export type HookNews =
  | { readonly kind: 'issue'; readonly issue: Pick<RemoteIssue, 'key' | 'title' | 'status'> }
  | { readonly kind: 'push'; readonly repository: string; readonly commits: readonly PushedCommit[] }

export interface PushedCommit {
  readonly id: string
  readonly message: string
}

const TARGETS = 100
/** Of a name, and of an id. */
const NAME_LENGTH = 200
/** Pages of a list that are looked through. */
export const PAGES = 5
/** Of the newest issues of a target that are looked through. */
export const NEWEST = 50
/** Of a push. */
export const PUSHED = 500

/** Of a list of commits. */
export const PER_PAGE = 100

/** What a host told of one; without an id that could be of one it is left out. */
export function hostCommits(told: readonly Record<keyof HostCommit, string>[]): readonly HostCommit[] {
  return told
    .filter(({ id }) => /^[\da-f]{7,64}$/i.test(id))
    .map((one) => ({ ...one, at: Number.isNaN(Date.parse(one.at)) ? null : new Date(one.at) }))
}

/** Those whose name or id has the query in it, without regard to case. */
export function matching(targets: readonly Target[], query: string): readonly Target[] {
  const wanted = query.trim().toLowerCase()
  return targets
    .filter(({ id, name }) => id !== '' && id.length <= NAME_LENGTH && `${name}\n${id}`.toLowerCase().includes(wanted))
    .slice(0, TARGETS)
    .map(({ id, name, url }) => ({
      ...{ id, name: name.slice(0, NAME_LENGTH) },
      // Told by another server: nothing but an address of the web is opened.
      url: /^https?:\/\//i.test(url) ? url : '',
    }))
}

/** Each part of a path encoded, the slashes between them left. */
export function encodedPath(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/')
}

/** What follows the address of the integration in one that was typed; null where it is an address elsewhere. */
export function pathWithin({ url }: Integration, typed: string): string | null {
  if (!URL.canParse(typed)) return null
  const [own, other] = [new URL(url), new URL(typed)]
  const base = own.pathname.replace(/\/+$/, '')
  if (own.host !== other.host || !other.pathname.startsWith(`${base}/`)) return null
  return other.pathname.slice(base.length + 1)
}
