import { type Id, isVersion, type NewEvent } from '@mishap/core'
import type { Queries } from '../database.js'
import type { IssueDelta } from './sum.js'

/** What events say of a release in a project. */
export interface Sighting {
  readonly organizationId: Id
  readonly projectId: Id
  readonly version: string
  readonly firstAt: Date
  readonly lastAt: Date
  /** Issues that begin with it. */
  readonly newIssues: number
}

/** What a process has lately written of releases: most batches have nothing to add. */
export interface SeenReleases {
  /** Whether the row is there and says nearly the same; by the times of receipt, so that a replay does not hurry. */
  isKnown(sighting: Sighting): boolean
  /** To be called when it is committed. */
  note(sightings: readonly Sighting[]): void
}

const FRESH_MS = 60_000
const MOST_NOTED = 10_000

export function seenReleases(): SeenReleases {
  const writtenMs = new Map<string, number>()
  return {
    isKnown: (sighting) =>
      sighting.newIssues === 0 &&
      sighting.lastAt.getTime() < (writtenMs.get(keyOf(sighting)) ?? Number.NEGATIVE_INFINITY) + FRESH_MS,
    note(sightings) {
      if (writtenMs.size + sightings.length > MOST_NOTED) writtenMs.clear()
      for (const sighting of sightings) {
        const key = keyOf(sighting)
        writtenMs.set(key, Math.max(writtenMs.get(key) ?? 0, sighting.lastAt.getTime()))
      }
    },
  }
}

/**
 * Notes the releases of the events: those that are new become releases of the organization, of others the last event and
 * the issues that begin with them are written. Answers what it wrote.
 */
export async function addReleases(
  tx: Queries,
  s: string,
  {
    written,
    created,
    seen,
  }: { readonly written: readonly NewEvent[]; readonly created: readonly IssueDelta[]; readonly seen: SeenReleases },
): Promise<readonly Sighting[]> {
  const sightings = sightingsOf(written, created).filter((sighting) => !seen.isKnown(sighting))
  if (sightings.length === 0) return []
  const rows = JSON.stringify(sightings.map(toRow))
  const added = await tx.prepared<{ organization_id: Id; project_id: Id; version: string }>(
    `insert into ${s}.project_releases (organization_id, project_id, version, first_seen_at, last_seen_at, new_issues)
     select q.organization_id, q.project_id, q.version, q.first_at, q.last_at, q.new_issues
     from json_to_recordset($1::json) as q(${COLUMNS})
     on conflict (organization_id, project_id, version) do nothing
     returning organization_id, project_id, version`,
    [rows],
  )
  const isNew = new Set(
    added.map((row) => keyOf({ organizationId: row.organization_id, projectId: row.project_id, version: row.version })),
  )
  await countOn(
    tx,
    s,
    sightings.filter((sighting) => !isNew.has(keyOf(sighting))),
  )
  await makeReleases(
    tx,
    s,
    sightings.filter((sighting) => isNew.has(keyOf(sighting))),
  )
  return sightings
}

const COLUMNS = `organization_id bigint, project_id bigint, version text, first_at timestamptz, last_at timestamptz,
  new_issues int`

async function countOn(tx: Queries, s: string, sightings: readonly Sighting[]): Promise<void> {
  if (sightings.length === 0) return
  // Index: project_releases_pkey. A statement of its own: it sees a row that another writer was just making.
  await tx.prepared(
    `with q as (
       select * from json_to_recordset($1::json) as q(${COLUMNS})
     ), locked as (
       select r.organization_id, r.project_id, r.version
       from q
       join ${s}.project_releases r
         on r.organization_id = q.organization_id and r.project_id = q.project_id and r.version = q.version
       order by r.project_id, r.version
       for no key update of r
     )
     update ${s}.project_releases r set
       first_seen_at = coalesce(r.first_seen_at, q.first_at),
       last_seen_at = greatest(r.last_seen_at, q.last_at),
       new_issues = r.new_issues + q.new_issues
     from locked l
     join q on q.organization_id = l.organization_id and q.project_id = l.project_id and q.version = l.version
     where r.organization_id = l.organization_id and r.project_id = l.project_id and r.version = l.version`,
    [JSON.stringify(sightings.map(toRow))],
  )
}

/** An update where it is there: so it waits for whoever is deleting it, and makes it again. */
async function makeReleases(tx: Queries, s: string, sightings: readonly Sighting[]): Promise<void> {
  if (sightings.length === 0) return
  await tx.prepared(
    `insert into ${s}.releases as r (organization_id, version, created_at)
     select q.organization_id, q.version, min(q.first_at)
     from json_to_recordset($1::json) as q(${COLUMNS})
     group by q.organization_id, q.version
     order by q.organization_id, q.version
     on conflict (organization_id, version) do update set version = excluded.version`,
    [JSON.stringify(sightings.map(toRow))],
  )
}

/** Sorted, the order in which every writer takes their locks. */
function sightingsOf(written: readonly NewEvent[], created: readonly IssueDelta[]): readonly Sighting[] {
  const byKey = new Map<string, Sighting>()
  for (const { organizationId, projectId, release: version, receivedAt } of written) {
    if (version === null || !isVersion(version)) continue
    const key = keyOf({ organizationId, projectId, version })
    const before = byKey.get(key)
    if (before === undefined)
      byKey.set(key, { organizationId, projectId, version, firstAt: receivedAt, lastAt: receivedAt, newIssues: 0 })
    else if (receivedAt < before.firstAt) byKey.set(key, { ...before, firstAt: receivedAt })
    else if (receivedAt > before.lastAt) byKey.set(key, { ...before, lastAt: receivedAt })
  }
  for (const { organizationId, projectId, events } of created) {
    const version = events[0]?.release ?? ''
    const key = keyOf({ organizationId, projectId, version })
    const before = byKey.get(key)
    if (before !== undefined) byKey.set(key, { ...before, newIssues: before.newIssues + 1 })
  }
  return [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, sighting]) => sighting)
}

function keyOf({ organizationId, projectId, version }: Pick<Sighting, 'organizationId' | 'projectId' | 'version'>) {
  return `${organizationId} ${projectId} ${version}`
}

function toRow({ organizationId, projectId, version, firstAt, lastAt, newIssues }: Sighting) {
  return {
    organization_id: organizationId,
    project_id: projectId,
    version,
    first_at: firstAt,
    last_at: lastAt,
    new_issues: newIssues,
  }
}
