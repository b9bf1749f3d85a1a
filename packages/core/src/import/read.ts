import { isEmail } from '../auth/users.js'
import { SLUG } from '../orgs/slug.js'
import { PRIORITIES, type Priority, type StatusRequest } from '../ports/issue-state.js'
import { type RequestRate, ROLES, type Role } from '../ports/model.js'
import { countOf, entriesOf, entryOf, idOf, isEntry, type RemoteEntry, textOf, timeOf } from './entry.js'

/*
 * What other servers say, in our words. Every function answers null, or leaves out, what cannot be meant: nothing that
 * comes from there is believed.
 */

export interface RemoteMember {
  readonly email: string
  readonly role: Role
  /** What the source calls the role, where it has no equal here. */
  readonly unknownRole: string | null
  /** Somebody has asked for the invitation, and nobody has said yes. */
  readonly isRequest: boolean
}

export function memberOf(entry: RemoteEntry): RemoteMember | null {
  const email = textOf(entry, 'email') ?? textOf(entryOf(entry, 'user'), 'email')
  if (email === null || !isEmail(email)) return null
  const name = textOf(entry, 'orgRole') ?? textOf(entry, 'role') ?? 'member'
  const role = ROLE_OF.get(name) ?? ROLES.find((one) => one === name)
  const status = textOf(entry, 'inviteStatus')
  return {
    email,
    role: role ?? 'member',
    unknownRole: role === undefined || name === 'billing' ? name : null,
    isRequest: status?.startsWith('requested_to') === true,
  }
}

/** Roles of Sentry's that there are not here. Whoever pays sees no errors there, and is the least of members here. */
const ROLE_OF: ReadonlyMap<string, Role> = new Map([
  ['billing', 'member'],
  ['contributor', 'member'],
])

/** The slug of a team or a project. */
export function slugIn(entry: RemoteEntry): string | null {
  const slug = textOf(entry, 'slug', 200)
  return slug !== null && SLUG.test(slug) ? slug : null
}

export interface RemoteProject {
  readonly id: string
  readonly slug: string
  readonly name: string
  readonly platform: string | null
  readonly teams: readonly string[]
}

export function projectOf(entry: RemoteEntry): RemoteProject | null {
  const [id, slug] = [idOf(entry), slugIn(entry)]
  if (id === null || slug === null) return null
  return {
    id,
    slug,
    name: (textOf(entry, 'name', 200)?.trim() || slug).slice(0, 64),
    platform: textOf(entry, 'platform', 64),
    teams: entriesOf(entry.teams).flatMap((team) => slugIn(team) ?? []),
  }
}

/** As DSNs have them. */
export function isProjectId(text: string): boolean {
  return /^\d{1,19}$/.test(text)
}

export interface RemoteKey {
  readonly publicKey: string
  readonly name: string
  readonly isActive: boolean
  readonly rateLimit: RequestRate
}

export function keyOf(entry: RemoteEntry): RemoteKey | null {
  const publicKey = textOf(entry, 'public')?.replaceAll('-', '').toLowerCase() ?? ''
  if (!/^[0-9a-f]{32}$/.test(publicKey)) return null
  const rate = entryOf(entry, 'rateLimit')
  const [windowSeconds, count] = [countOf(rate, 'window'), countOf(rate, 'count')]
  return {
    publicKey,
    name: textOf(entry, 'name', 64) ?? textOf(entry, 'label', 64) ?? '',
    isActive: entry.isActive !== false,
    rateLimit: windowSeconds > 0 && count > 0 ? { windowSeconds, count } : null,
  }
}

/** Names of environments that lists leave out. */
export function hiddenEnvironmentOf(entry: RemoteEntry): string | null {
  return entry.isHidden === true ? textOf(entry, 'name', 64) : null
}

export interface RemoteIssue {
  readonly id: string
  readonly title: string
  readonly count: number
  readonly firstSeenAt: Date
  readonly lastSeenAt: Date
  readonly status: StatusRequest
  readonly priority: Priority | null
  readonly assignee: RemoteAssignee | null
}

export type RemoteAssignee =
  | { readonly kind: 'user'; readonly email: string }
  | { readonly kind: 'team'; readonly slug: string }

export function issueOf(entry: RemoteEntry): RemoteIssue | null {
  const id = idOf(entry)
  const [firstSeenAt, lastSeenAt] = [timeOf(entry, 'firstSeen'), timeOf(entry, 'lastSeen')]
  if (id === null || firstSeenAt === null || lastSeenAt === null) return null
  const category = textOf(entry, 'issueCategory')
  // Sentry lists performance problems and crons as issues as well: their events are no errors.
  if (category !== null && category !== 'error') return null
  return {
    id,
    title: textOf(entry, 'title', 1000) ?? id,
    count: countOf(entry, 'count'),
    firstSeenAt,
    lastSeenAt,
    status: statusOf(entry),
    priority: PRIORITIES.find((priority) => priority === entry.priority) ?? null,
    assignee: assigneeOf(entry.assignedTo),
  }
}

/** GlitchTip has the bare status; Sentry says what it waits for in `statusDetails`, and why it is ignored in `substatus`. */
function statusOf(entry: RemoteEntry): StatusRequest {
  const details = entryOf(entry, 'statusDetails')
  switch (entry.status) {
    case 'resolved':
    case 'resolvedInNextRelease':
      return resolvedOf(details)
    case 'ignored':
    case 'muted':
      return ignoredOf(details, entry.substatus)
    default:
      return { status: 'unresolved' }
  }
}

function resolvedOf(details: RemoteEntry): StatusRequest {
  const release = textOf(details, 'inRelease', 250)
  if (release !== null) return { status: 'resolved', resolution: { kind: 'release', release } }
  if (details.inNextRelease === true) return { status: 'resolved', resolution: { kind: 'nextRelease' } }
  return { status: 'resolved' }
}

function ignoredOf(details: RemoteEntry, substatus: unknown): StatusRequest {
  if (substatus === 'archived_until_escalating') return { status: 'ignored', snooze: { kind: 'escalating' } }
  const until = timeOf(details, 'ignoreUntil')
  const numberOf = (key: string) => countOf(details, key) || null
  const [events, users] = [numberOf('ignoreCount'), numberOf('ignoreUserCount')]
  if (until === null && events === null && users === null) return { status: 'ignored' }
  const windowMinutes = numberOf('ignoreWindow') ?? numberOf('ignoreUserWindow')
  return { status: 'ignored', snooze: { kind: 'until', until, events, users, windowMinutes } }
}

function assigneeOf(value: unknown): RemoteAssignee | null {
  if (!isEntry(value)) return null
  const email = textOf(value, 'email')
  if (value.type !== 'team' && email !== null && isEmail(email)) return { kind: 'user', email }
  // Sentry's teams have their slug as the name here.
  const slug = textOf(value, 'slug', 200) ?? textOf(value, 'name', 200)?.replace(/^#/, '') ?? ''
  return value.type === 'team' && SLUG.test(slug) ? { kind: 'team', slug } : null
}
