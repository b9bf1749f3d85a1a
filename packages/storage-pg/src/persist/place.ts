import type { Id, NewEvent } from '@mishap/core'
import type { Queries } from '../database.js'
import type { IssueDelta } from './sum.js'

/** Which issue each event of a batch belongs to. */
export interface Placement {
  readonly issueOf: ReadonlyMap<NewEvent, Id>
  /** Ids whose issues are still to be inserted, by this transaction. */
  readonly newIssues: ReadonlySet<Id>
  /** Gives back the hashes of new issues that in the end got no event. */
  forget(deltas: readonly IssueDelta[]): Promise<void>
}

/**
 * Finds the issues of the events by their hashes and claims the hashes that nobody owns, for an id of a new issue or
 * for the issue that another hash of the event names. A hash is claimed by inserting its row, so of many writers one
 * gets it, and the others wait here and follow.
 */
export async function placeEvents(tx: Queries, s: string, events: readonly NewEvent[]): Promise<Placement> {
  const present = await ownersOf(tx, s, events.flatMap(hashesOf))
  const owners = await withEarlierOwners(tx, s, events, present)
  const { issueOf, claims, founders } = place(events, owners)
  const ids = await reserveIds(tx, s, founders.size)
  const idOf = new Map([...founders.keys()].map((draft, index) => [draft, ids[index] ?? '']))
  const final = (owner: Owner): Id => (typeof owner === 'string' ? owner : (idOf.get(owner) ?? ''))

  const won = await claim(tx, s, claims, final)
  const lost = claims.filter((one) => !won.has(hashKey(one)))
  if (lost.length > 0) {
    const winners = await ownersOf(tx, s, lost)
    for (const [draft, founder] of founders) {
      const winner = hashesOf(founder)
        .map((one) => winners.get(hashKey(one)))
        .find(isKnown)
      if (winner !== undefined) idOf.set(draft, winner)
    }
    await moveClaims(
      tx,
      s,
      claims.filter((one) => won.has(hashKey(one))),
      { final, reserved: new Set(ids) },
    )
  }
  const newIssues = new Set([...idOf.values()].filter((id) => ids.includes(id)))
  return {
    issueOf: new Map([...issueOf].map(([event, owner]) => [event, final(owner)])),
    newIssues,
    async forget(deltas) {
      const used = new Set(deltas.map((delta) => delta.issueId))
      const unused = [...newIssues].filter((id) => !used.has(id))
      if (unused.length === 0) return
      const claimed = claims.filter((one) => unused.includes(final(one.owner)))
      await tx.rows(
        `delete from ${s}.issue_hashes h
         using json_to_recordset($1::json) as q(organization_id bigint, project_id bigint, hash text)
         where h.organization_id = q.organization_id and h.project_id = q.project_id and h.hash = q.hash
           and h.issue_id = any($2::bigint[])`,
        [JSON.stringify(claimed.map(hashRow)), unused],
      )
    },
  }
}

/** An issue that is there, or a draft of one: of events that share it. */
type Owner = Id | Draft
type Draft = { readonly kind: 'draft' }

interface HashOf {
  readonly organizationId: Id
  readonly projectId: Id
  readonly hash: string
}

interface HashClaim extends HashOf {
  readonly owner: Owner
}

/** Pure: decides event by event, as if each came alone. The first hash that has an owner names the issue. */
function place(events: readonly NewEvent[], { present, fallback }: Owners) {
  const owners = new Map<string, Owner>(present)
  const issueOf = new Map<NewEvent, Owner>()
  const founders = new Map<Draft, NewEvent>()
  const claims: HashClaim[] = []
  for (const event of events) {
    const hashes = hashesOf(event)
    const found = hashes.map((one) => owners.get(hashKey(one))).find(isKnown) ?? fallback.get(event)
    const owner = found ?? { kind: 'draft' }
    if (found === undefined && typeof owner !== 'string') founders.set(owner, event)
    for (const one of hashes) {
      if (owners.has(hashKey(one))) continue
      owners.set(hashKey(one), owner)
      claims.push({ ...one, owner })
    }
    issueOf.set(event, owner)
  }
  return { issueOf, claims, founders }
}

function hashesOf({ organizationId, projectId, hashes }: NewEvent): readonly HashOf[] {
  return hashes.map((hash) => ({ organizationId, projectId, hash }))
}

function hashKey({ projectId, hash }: Pick<HashOf, 'projectId' | 'hash'>): string {
  return `${projectId} ${hash}`
}

function hashRow({ organizationId, projectId, hash }: HashOf) {
  return { organization_id: organizationId, project_id: projectId, hash }
}

function isKnown<T>(value: T | undefined): value is T {
  return value !== undefined
}

/** For events that none of their hashes brings into an issue: the issue that the engine before gave them, if there is one. */
async function withEarlierOwners(
  tx: Queries,
  s: string,
  events: readonly NewEvent[],
  present: ReadonlyMap<string, Id>,
): Promise<Owners> {
  const missing = events.filter(
    (event) => event.earlierHashes && !hashesOf(event).some((one) => present.has(hashKey(one))),
  )
  const earlier = missing.map(
    (event) => [event, hashesOf({ ...event, hashes: event.earlierHashes?.() ?? [] })] as const,
  )
  const found = await ownersOf(
    tx,
    s,
    earlier.flatMap(([, hashes]) => hashes),
  )
  const fallback = new Map<NewEvent, Id>()
  for (const [event, hashes] of earlier) {
    const owner = hashes.map((one) => found.get(hashKey(one))).find(isKnown)
    if (owner !== undefined) fallback.set(event, owner)
  }
  return { present, fallback }
}

/** Issues by hash; and by event, where the engine before knew it. */
interface Owners {
  readonly present: ReadonlyMap<string, Id>
  readonly fallback: ReadonlyMap<NewEvent, Id>
}

async function ownersOf(tx: Queries, s: string, hashes: readonly HashOf[]): Promise<ReadonlyMap<string, Id>> {
  if (hashes.length === 0) return new Map()
  const wanted = new Map(hashes.map((one) => [hashKey(one), hashRow(one)]))
  // Index: issue_hashes_pkey.
  const rows = await tx.rows<{ project_id: Id; hash: string; issue_id: Id }>(
    `select h.project_id, h.hash, h.issue_id
     from json_to_recordset($1::json) as q(organization_id bigint, project_id bigint, hash text)
     join ${s}.issue_hashes h
       on h.organization_id = q.organization_id and h.project_id = q.project_id and h.hash = q.hash`,
    [JSON.stringify([...wanted.values()])],
  )
  return new Map(rows.map((row) => [hashKey({ projectId: row.project_id, hash: row.hash }), row.issue_id]))
}

async function reserveIds(tx: Queries, s: string, count: number): Promise<readonly Id[]> {
  if (count === 0) return []
  const rows = await tx.prepared<{ id: Id }>(
    `select nextval(pg_get_serial_sequence('${s.replaceAll("'", "''")}.issues', 'id')) as id
     from generate_series(1, $1::int)`,
    [count],
  )
  return rows.map((row) => row.id)
}

/** The keys of the hashes that became ours; waits for writers who are at the same ones. */
async function claim(
  tx: Queries,
  s: string,
  claims: readonly HashClaim[],
  final: (owner: Owner) => Id,
): Promise<ReadonlySet<string>> {
  if (claims.length === 0) return new Set()
  const sorted = [...claims].sort((a, b) => (hashKey(a) < hashKey(b) ? -1 : 1))
  const rows = await tx.prepared<{ project_id: Id; hash: string }>(
    `insert into ${s}.issue_hashes (organization_id, project_id, hash, issue_id)
     select q.organization_id, q.project_id, q.hash, q.issue_id
     from json_to_recordset($1::json) as q(organization_id bigint, project_id bigint, hash text, issue_id bigint)
     on conflict (organization_id, project_id, hash) do nothing
     returning project_id, hash`,
    [JSON.stringify(sorted.map((one) => ({ ...hashRow(one), issue_id: final(one.owner) })))],
  )
  return new Set(rows.map((row) => hashKey({ projectId: row.project_id, hash: row.hash })))
}

/** A draft that followed another writer's issue takes along the hashes that it had won. Nobody else sees them yet. */
async function moveClaims(
  tx: Queries,
  s: string,
  won: readonly HashClaim[],
  { final, reserved }: { readonly final: (owner: Owner) => Id; readonly reserved: ReadonlySet<Id> },
): Promise<void> {
  const moved = won.filter((one) => typeof one.owner !== 'string' && !reserved.has(final(one.owner)))
  if (moved.length === 0) return
  await tx.rows(
    `update ${s}.issue_hashes h set issue_id = q.issue_id
     from json_to_recordset($1::json) as q(organization_id bigint, project_id bigint, hash text, issue_id bigint)
     where h.organization_id = q.organization_id and h.project_id = q.project_id and h.hash = q.hash`,
    [JSON.stringify(moved.map((one) => ({ ...hashRow(one), issue_id: final(one.owner) })))],
  )
}
