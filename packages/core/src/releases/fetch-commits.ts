import type { Context } from '../context.js'
import { AppError, errorCode } from '../errors.js'
import { LATE, within } from '../in-time.js'
import { type Ask, askFor } from '../integrations/ask.js'
import type { History, HostCommit } from '../integrations/hosts/host.js'
import { codeHostsOf } from '../integrations/repositories.js'
import { type Commit, type CommitRef, type OwedCommits, RELEASE_BOUNDS } from '../ports/releases.js'
import { newIn, resolveIn } from './commits.js'

const AT_ONCE = 5
/** For one repository; no other is begun after it. */
const PATIENCE_MS = 60_000
/** Longer than the patience for the last one that is begun: whoever dies in the middle leaves it to others. */
const LEASE_MS = 5 * 60_000
/** After the first attempt, the second, …; after the last there is none. */
const RETRIES_MS = [30, 120, 600, 3600, 6 * 3600, 12 * 3600].map((seconds) => seconds * 1000)
/** Of a repository that no release before has. */
const NEWEST = 20
/** Releases before that are looked through for where a repository stood. */
const LOOK_BACK = 10
/** What a commit is called: nothing that would lead to another path or be another range. */
const NAME = /^(?!.*\.\.)[\w][\w./-]{0,127}$/

/**
 * Asks code hosts for the commits of releases of which only where their repositories stood was told; then what happens to
 * commits happens to them. Answers whether anything was to do. What fails is tried again for about a day.
 */
export async function fetchOwedCommits(context: Context): Promise<boolean> {
  const owed = await context.storage.releases.owedCommits(context.clock.now(), AT_ONCE, LEASE_MS)
  await Promise.all(owed.map((one) => fetchOwed(context, one)))
  return owed.length > 0
}

async function fetchOwed(context: Context, owed: OwedCommits): Promise<void> {
  const { storage, clock, logger } = context
  const { organizationId, version, refs, attempts } = owed
  const release = await storage.releases.get(organizationId, version)
  if (release === null) return
  const before = await storage.releases.commits(organizationId, version)
  const { found, left, waitMs } = await fetchRefs(context, owed)
  const commits = before.flatMap((commit) => {
    const ref = refs.find((one) => isHead(commit, one)) ?? refs.find((one) => one.repository === commit.repository)
    if (ref === undefined || left.includes(ref)) return [commit]
    if (!isHead(commit, ref)) return []
    const fetched = found.get(ref) ?? []
    // A release of the same commit as the one before, or of an older one, has none of its own.
    return fetched.length === 0 ? [commit] : fetched
  })
  // First what they mean: whoever dies in between does it again, and it is still new.
  await resolveIn(context, release, newIn(commits, before), { userId: null, via: 'system', at: clock.now() })
  const pauseMs = RETRIES_MS[attempts]
  if (left.length > 0 && pauseMs === undefined)
    logger.warn('Commits of a release could not be fetched', { organizationId, version, refs: left.length })
  const nextAt = new Date(clock.now().getTime() + Math.max(pauseMs ?? 0, waitMs))
  await storage.releases.fillCommits(owed, { commits, refs: pauseMs === undefined ? [] : left, nextAt })
}

interface Fetched {
  readonly found: ReadonlyMap<CommitRef, readonly Commit[]>
  readonly left: readonly CommitRef[]
  /** The longest that a host wants to be left alone. */
  readonly waitMs: number
}

async function fetchRefs(context: Context, owed: OwedCommits): Promise<Fetched> {
  const { clock } = context
  const found = new Map<CommitRef, readonly Commit[]>()
  const left: CommitRef[] = []
  const hosts = await hostsOf(context, owed)
  const limit = Math.floor(RELEASE_BOUNDS.commits / owed.refs.length)
  const endsAt = clock.now().getTime() + PATIENCE_MS
  let waitMs = 0
  for (const ref of owed.refs) {
    const able = hosts.filter(({ history }) => history.isRepository(ref.repository))
    if (able.length === 0 || !NAME.test(ref.commit)) continue
    if (clock.now().getTime() > endsAt) {
      left.push(ref)
      continue
    }
    try {
      const from = ref.previousCommit ?? (await standBefore(context, owed, ref.repository))
      const commits = await within(clock, PATIENCE_MS, fetchRef(able, ref, from, limit))
      if (commits === LATE) left.push(ref)
      else found.set(ref, commitsFor(ref, commits, clock.now()))
    } catch (error) {
      if (errorCode(error) === null) throw error
      left.push(ref)
      waitMs = Math.max(waitMs, (error as { readonly retryAfterMs?: number | null }).retryAfterMs ?? 0)
    }
  }
  return { found, left, waitMs }
}

interface AskedHost {
  readonly history: History
  readonly ask: Ask
}

async function hostsOf(context: Context, { organizationId }: OwedCommits): Promise<readonly AskedHost[]> {
  const all = await codeHostsOf(context, organizationId)
  return all.map(({ integration, host, history }) => ({
    ...{ history, ask: askFor(context, integration, host.api(integration)) },
  }))
}

/** Of the first host that has it. */
async function fetchRef(
  hosts: readonly AskedHost[],
  { repository, commit: to }: CommitRef,
  from: string | null,
  limit: number,
): Promise<readonly HostCommit[]> {
  if (from === to) return []
  let why: unknown = new AppError('invalid_input', `Wanted a code host that has ${repository}, found none`)
  for (const { history, ask } of hosts)
    try {
      return await commitsSince(ask, history, from, { repository, to, limit })
    } catch (error) {
      if (errorCode(error) === null) throw error
      why = error
    }
  throw why
}

async function commitsSince(
  ask: Ask,
  history: History,
  from: string | null,
  stretch: Parameters<History['upTo']>[1],
): Promise<readonly HostCommit[]> {
  try {
    if (from !== null && NAME.test(from)) return await history.between(ask, { ...stretch, from })
  } catch (error) {
    // Gone, or of another repository.
    if (errorCode(error) !== 'invalid_input') throw error
  }
  return history.upTo(ask, { ...stretch, limit: Math.min(stretch.limit, NEWEST) })
}

/** The newest commit that a release before has of the repository. */
async function standBefore(
  { storage }: Context,
  { organizationId, version }: OwedCommits,
  repository: string,
): Promise<string | null> {
  const isOfIt = (commit: Pick<Commit, 'repository'> | null) =>
    commit?.repository?.toLowerCase() === repository.toLowerCase()
  let at = version
  for (let looks = 0; looks < LOOK_BACK; looks += 1) {
    const release = await storage.releases.previousWithCommits(organizationId, at)
    if (release === null) return null
    if (release.lastCommit !== null && isOfIt(release.lastCommit)) return release.lastCommit.id
    const commit = (await storage.releases.commits(organizationId, release.version)).find(isOfIt)
    if (commit !== undefined) return commit.id
    at = release.version
  }
  return null
}

function commitsFor(ref: CommitRef, fetched: readonly HostCommit[], now: Date): readonly Commit[] {
  return fetched.map(({ at, ...one }) => ({ ...one, at: at ?? now, repository: ref.repository, files: [] }))
}

function isHead({ id, repository, message }: Commit, ref: CommitRef): boolean {
  return message === '' && id === ref.commit && repository === ref.repository
}
