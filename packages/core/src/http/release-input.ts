import { type Commit, type CommitRef, RELEASE_BOUNDS, type ReleaseFields } from '../ports/releases.js'
import { headOf, type ToldCommits } from '../releases/commits.js'
import { type Field, given, listOf, nullable, object, oneOf, optional, readFields, text } from './input.js'
import { parseTime } from './time.js'
import type { Call } from './types.js'

const optionalText = (max: number) => optional(nullable(text({ max })))
const time = optional(nullable(text({ max: 64 })))

/** One of dots alone would be another path. */
const VERSION = { regex: /^(?!\.{1,2}$)[^\p{Cc}]+$/u, wanted: 'a version on one line, not "." or ".."' }
export const version = text({ min: 1, max: RELEASE_BOUNDS.version, pattern: VERSION })

const FIELDS = {
  ref: optionalText(RELEASE_BOUNDS.ref),
  url: optionalText(RELEASE_BOUNDS.url),
  status: optional(nullable(oneOf('open', 'archived'))),
  dateStarted: time,
  dateReleased: time,
  data: optional(nullable(object)),
}

/** A thousand commits with what they changed are long. */
export function bodyWithCommits({ context, json }: Call): Promise<unknown> {
  return json(8 * context.config.limits.maxApiBodyBytes)
}

/** What a body sets of a release. */
export function readReleaseFields(body: unknown, now: Date): Partial<ReleaseFields> {
  const { ref, url, status, dateStarted, dateReleased, data } = readFields(body, FIELDS)
  return given({
    ref: ref === undefined ? undefined : ref || null,
    url: url === undefined ? undefined : url || null,
    status: status ?? undefined,
    startedAt: readTime(dateStarted, now, 'dateStarted'),
    releasedAt: readTime(dateReleased, now, 'dateReleased'),
    data: data ?? undefined,
  })
}

/**
 * The commits that a body tells of; null where it tells of none. Of `refs` only where each repository stood is known: the rest
 * is still to be asked for.
 */
export function readCommits(body: unknown, now: Date): ToldCommits | null {
  const { commits, refs } = readFields(body, {
    commits: optional(nullable(commitList(now))),
    refs: optional(nullable(listOf(ref, RELEASE_BOUNDS.commits))),
  })
  if (commits != null) return { commits, refs: [] }
  return refs == null ? null : { commits: refs.map((one) => headOf(one, now)), refs }
}

/** More than are kept may be given. */
export function commitList(now: Date): Field<readonly Commit[]> {
  return listOf(commit(now), 100 * RELEASE_BOUNDS.commits)
}

/** Null stays null, what is not given `undefined`. */
export function readTime(value: string | null | undefined, now: Date, name: string): Date | null | undefined {
  if (value === undefined) return undefined
  return value === null || value === '' ? null : parseTime(value, now, name)
}

const COMMIT = {
  id: text({ min: 1, max: RELEASE_BOUNDS.commit }),
  repository: optionalText(RELEASE_BOUNDS.repository),
  message: optional(nullable(text({ max: 1_000_000 }))),
  authorName: optionalText(RELEASE_BOUNDS.author),
  authorEmail: optionalText(RELEASE_BOUNDS.author),
  timestamp: time,
  patchSet: optional(nullable(listOf(file(), 100_000))),
}

function commit(now: Date): Field<Commit> {
  return (value, loc) => {
    const { id, repository, message, authorName, authorEmail, timestamp, patchSet } = readFields(
      object(value, loc),
      COMMIT,
    )
    return {
      id,
      repository: repository || null,
      message: message ?? '',
      authorName: authorName ?? '',
      authorEmail: authorEmail ?? '',
      at: readTime(timestamp, now, 'timestamp') ?? now,
      files: patchSet ?? [],
    }
  }
}

function file(): Field<Commit['files'][number]> {
  const read = { path: text({ max: 100_000 }), type: oneOf('A', 'M', 'D') }
  return (value, loc) => {
    const { path, type } = readFields(object(value, loc), read)
    return { path, change: type }
  }
}

const REF = {
  repository: text({ min: 1, max: RELEASE_BOUNDS.repository }),
  commit: text({ min: 1, max: RELEASE_BOUNDS.commit }),
  previousCommit: optionalText(RELEASE_BOUNDS.commit),
}

const ref: Field<CommitRef> = (value, loc) => {
  const { repository, commit, previousCommit } = readFields(object(value, loc), REF)
  return { repository, commit, previousCommit: previousCommit || null }
}
