import type { HashSplit, Id, NewEvent } from '@mishap/core'
import type { Queries } from '../database.js'
import { TOLD_APART } from '../issues/discard.js'
import { type HashOf, hashesOf, hashKey, hashRow, ownersOf } from './hash-rows.js'
import { narrowSplit, type Owners, type SplitHash, withEarlierOwners } from './narrow.js'
import type { IssueDelta } from './sum.js'

/** Which issue each event of a batch belongs to. */
export interface Placement {
  readonly issueOf: ReadonlyMap<NewEvent, Id>
  /** The hash that each event goes by: its own first one, or what was made of it where that is split. */
  readonly hashOf: (event: NewEvent) => string
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
  const narrowed = await narrowSplit(tx, s, events, owners)
  const hashesOfEvent = (event: NewEvent) => narrowed.hashesOf.get(event) ?? hashesOf(event)
  const { issueOf, claims, founders } = place(events, owners, hashesOfEvent)
  const ids = await reserveIds(tx, s, founders.size)
  const idOf = new Map([...founders.keys()].map((draft, index) => [draft, ids[index] ?? '']))
  const final = (owner: Owner): Id => (typeof owner === 'string' ? owner : (idOf.get(owner) ?? ''))

  const won = await claim(tx, s, claims, narrowed.alike, final)
  const lost = claims.filter((one) => !won.has(hashKey(one)))
  if (lost.length > 0) {
    const winners = await ownersOf(tx, s, lost)
    for (const [draft, founder] of founders) {
      const winner = ownerAmong(winners, hashesOfEvent(founder))
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
    hashOf: (event) => hashesOfEvent(event)[0]?.hash ?? '',
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

interface HashClaim extends HashOf {
  readonly owner: Owner
}

/** Pure: decides event by event, as if each came alone. The first hash that has an owner names the issue. */
function place(
  events: readonly NewEvent[],
  { present, fallback }: Owners,
  hashesOfEvent: (event: NewEvent) => readonly HashOf[],
) {
  // Nobody owns a hash that is split, and nobody is to claim it.
  const owners = new Map<string, Owner | HashSplit>(present)
  const issueOf = new Map<NewEvent, Owner>()
  const founders = new Map<Draft, NewEvent>()
  const claims: HashClaim[] = []
  for (const event of events) {
    const hashes = hashesOfEvent(event)
    const found = ownerAmong(owners, hashes) ?? fallback.get(event)
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

function isSplit(owner: Owner | HashSplit | undefined): owner is HashSplit {
  return typeof owner === 'object' && 'root' in owner
}

/** The first of the hashes that somebody owns decides. */
function ownerAmong<T extends Owner>(
  owners: ReadonlyMap<string, T | HashSplit>,
  hashes: readonly HashOf[],
): T | undefined {
  for (const one of hashes) {
    const owner = owners.get(hashKey(one))
    // What is no split is an owner.
    if (owner !== undefined && !isSplit(owner)) return owner as T
  }
  return undefined
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

/** The keys of the hashes that became ours, those that are split alike among them; waits for writers at the same ones. */
async function claim(
  tx: Queries,
  s: string,
  claims: readonly HashClaim[],
  alike: readonly SplitHash[],
  final: (owner: Owner) => Id,
): Promise<ReadonlySet<string>> {
  if (claims.length + alike.length === 0) return new Set()
  const sorted = [...claims, ...alike].sort((a, b) => (hashKey(a) < hashKey(b) ? -1 : 1))
  const rows = await tx.prepared<{ project_id: Id; hash: string }>(
    `insert into ${s}.issue_hashes (organization_id, project_id, hash, issue_id, parent, split_by, split_root)
     select q.organization_id, q.project_id, q.hash, q.issue_id, q.parent, q.split_by, q.split_root
     from json_to_recordset($1::json) as q(
       organization_id bigint, project_id bigint, hash text, issue_id bigint, parent text, split_by text, split_root text
     )
     on conflict (organization_id, project_id, hash) do nothing
     returning project_id, hash`,
    [JSON.stringify(sorted.map((one) => ({ ...hashRow(one), ...ownerRow(one, final) })))],
  )
  return new Set(rows.map((row) => hashKey({ projectId: row.project_id, hash: row.hash })))
}

function ownerRow(one: HashClaim | SplitHash, final: (owner: Owner) => Id) {
  if ('owner' in one) return { issue_id: final(one.owner), parent: one.parent }
  return { issue_id: TOLD_APART, split_by: one.split.by, split_root: one.split.root }
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
