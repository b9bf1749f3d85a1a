import { type Author, type Id, type MovedEvent, type NewPart, parseEventId, splitAbout, splitHash } from '@mishap/core'
import type { Queries } from '../database.js'
import { lockOutWriters } from '../locks.js'
import { dayOf } from '../partitions.js'
import { logParting } from './merge.js'
import { moveEvents } from './moved-events.js'
import { insertPart } from './new-part.js'

/** How events are told apart, kept with the move that does it. */
export interface SortDetails {
  readonly by: string
  readonly root: string
  /** The value whose events stay. */
  readonly stays: string
  /** Issues that were made for values, by the hash of the root and the value. */
  readonly parts: Readonly<Record<string, Id>>
  readonly author: Pick<Author, 'userId' | 'via'> & { readonly at: string }
}

interface Sorting {
  readonly id: Id
  readonly organization_id: Id
  readonly project_id: Id
  readonly from_id: Id
  readonly hashes: readonly string[]
  readonly details: SortDetails
}

interface Sorted {
  readonly moved: MovedEvent
  /** Before, and made of it and the value. */
  readonly hash: string
  readonly own: string
  /** That of the value, whatever the hash. */
  readonly shared: string
  readonly stays: boolean
}

/**
 * Gives each event the hash of its value, and moves it to the issue of that; where there is none yet it makes one. Locks
 * are taken in the order of the writers of events: project, hashes, issues.
 */
export async function sortEvents(tx: Queries, s: string, move: Sorting, events: readonly MovedEvent[]): Promise<void> {
  const sorted = await hashesBefore(tx, s, move, events)
  let targets = await findTargets(tx, s, move, sorted)
  const missing = sorted.filter((one) => !targets.has(one.shared))
  if (missing.length > 0) {
    await lockOutWriters(tx, s, [move.project_id])
    targets = await findTargets(tx, s, move, sorted)
    const made = await makeParts(
      tx,
      s,
      move,
      missing.filter((one) => !targets.has(one.shared)),
    )
    targets = new Map([...targets, ...made])
  }
  await ownHashes(tx, s, move, sorted, targets)
  const ids = [...new Set([move.from_id, ...targets.values()])]
  await tx.rows(
    `select id from ${s}.issues where organization_id = $1 and id = any($2::bigint[]) order by id for update`,
    [move.organization_id, ids],
  )
  await renameEvents(tx, s, move, sorted)
  for (const to_id of ids.filter((id) => id !== move.from_id)) {
    const own = sorted.filter((one) => targets.get(one.shared) === to_id).map(({ moved }) => moved)
    if (own.length > 0) await moveEvents(tx, s, { ...move, to_id }, own)
  }
}

/** Index: events_pkey. Events that somebody else has sorted already are left out. */
async function hashesBefore(
  tx: Queries,
  s: string,
  { organization_id, from_id, hashes, details: { by, root, stays } }: Sorting,
  events: readonly MovedEvent[],
): Promise<readonly Sorted[]> {
  const byId = new Map(events.map((moved) => [moved.event.eventId, moved]))
  const places = events.map(placeRow)
  // Event by event: the issue's own index would be read from its beginning for each of them.
  const rows = await tx.rows<{ event_id: string; hash: string }>(
    `select e.event_id, e.hash
     from json_to_recordset($3::json) as q(event_id uuid, project_id bigint, day date)
     cross join lateral (
       select event_id, issue_id, hash from ${s}.events
       where organization_id = $1 and event_id = q.event_id and project_id = q.project_id and day = q.day
         and day between $5::date and $6::date
       offset 0
     ) as e
     where e.issue_id = $2 and e.hash = any($4::text[])`,
    [organization_id, from_id, JSON.stringify(places), hashes, ...daysOf(places)],
  )
  return rows.flatMap(({ event_id, hash }) => {
    const moved = byId.get(parseEventId(event_id) ?? '')
    if (moved === undefined) return []
    const value = moved.part?.value ?? stays
    const own = splitHash(hash, by, value)
    return [{ moved, hash, own, shared: splitHash(root, by, value), stays: value === stays }]
  })
}

/** The first and the last. */
function daysOf(places: readonly { readonly day: string }[]): readonly (string | undefined)[] {
  const days = places.map(({ day }) => day).sort()
  return [days[0], days.at(-1)]
}

function placeRow({ event }: MovedEvent) {
  return { event_id: event.eventId, project_id: event.projectId, day: dayOf(event.receivedAt) }
}

/** By the value's hash; also issues that were deleted meanwhile, with which their events go. */
async function findTargets(
  tx: Queries,
  s: string,
  { organization_id, project_id, from_id, details: { parts } }: Sorting,
  sorted: readonly Sorted[],
): Promise<Map<string, Id>> {
  const hashes = [...new Set(sorted.flatMap(({ own, shared }) => [own, shared]))]
  const rows = await tx.rows<{ hash: string; issue_id: Id }>(
    `select hash, issue_id from ${s}.issue_hashes
     where organization_id = $1 and project_id = $2 and hash = any($3::text[]) and issue_id > 0`,
    [organization_id, project_id, hashes],
  )
  const owners = new Map(rows.map((row) => [row.hash, row.issue_id]))
  const targets = new Map<string, Id>()
  for (const { own, shared, stays } of sorted) {
    const target = stays ? from_id : (parts[shared] ?? owners.get(own) ?? owners.get(shared))
    if (target !== undefined) targets.set(shared, target)
  }
  return targets
}

/** The writers of the project are held up: nobody else makes an issue of the value meanwhile. */
async function makeParts(
  tx: Queries,
  s: string,
  { organization_id: organizationId, project_id: projectId, from_id: fromId, details }: Sorting,
  missing: readonly Sorted[],
): Promise<ReadonlyMap<string, Id>> {
  const made = new Map<string, Id>()
  const author = { ...details.author, at: new Date(details.author.at) }
  for (const { moved, shared } of missing) {
    if (made.has(shared) || moved.part === undefined) continue
    const about: NewPart = moved.part.about
    const part = await insertPart(tx, s, { organizationId, projectId, sourceId: fromId, about, at: author.at })
    made.set(shared, part.id)
    const value = moved.part.value
    await logParting(tx, s, { organizationId, fromId, toId: part.id, about: splitAbout(details.by, value) }, author)
  }
  return made
}

/** Index: issue_hashes_pkey. Sorted, as the writers of events claim them; of a deleted issue there is nothing to own. */
async function ownHashes(
  tx: Queries,
  s: string,
  { organization_id, project_id, details: { root } }: Sorting,
  sorted: readonly Sorted[],
  targets: ReadonlyMap<string, Id>,
): Promise<void> {
  const parents = new Map<string, { parent: string; issue_id: Id | undefined }>()
  for (const { hash, own, shared } of sorted) {
    const issue_id = targets.get(shared)
    parents.set(shared, { parent: root, issue_id })
    parents.set(own, { parent: hash, issue_id })
  }
  const rows = [...parents].sort(([a], [b]) => (a < b ? -1 : 1)).map(([hash, about]) => ({ hash, ...about }))
  await tx.rows(
    `insert into ${s}.issue_hashes (organization_id, project_id, hash, issue_id, parent)
     select $1, $2, q.hash, q.issue_id, q.parent
     from json_to_recordset($3::json) as q(hash text, issue_id bigint, parent text)
     where exists (select from ${s}.issues i where i.organization_id = $1 and i.id = q.issue_id)
     on conflict (organization_id, project_id, hash) do nothing`,
    [organization_id, project_id, JSON.stringify(rows)],
  )
}

/** Index: events_pkey. They are those of the issue, as was just read. */
async function renameEvents(
  tx: Queries,
  s: string,
  { organization_id }: Sorting,
  sorted: readonly Sorted[],
): Promise<void> {
  const rows = sorted.map(({ moved, own }) => ({ ...placeRow(moved), hash: own }))
  await tx.rows(
    `update ${s}.events e set hash = q.hash
     from json_to_recordset($2::json) as q(event_id uuid, project_id bigint, day date, hash text)
     where e.organization_id = $1 and e.event_id = q.event_id and e.project_id = q.project_id and e.day = q.day
       and e.day between $3::date and $4::date`,
    [organization_id, JSON.stringify(rows), ...daysOf(rows)],
  )
}
