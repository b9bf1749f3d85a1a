import { chosenHash, type Id, type IssuePartsStorage, splitAbout, splitHash, splitText } from '@mishap/core'
import type { Database, Queries } from '../database.js'
import { isId, isStorableName } from '../ids.js'
import { lockOutWriters } from '../locks.js'
import { mustNotMove } from '../project-moves/start.js'
import { TOLD_APART } from './discard.js'
import { logParting, mustBeStill } from './merge.js'
import { insertPart } from './new-part.js'
import type { SortDetails } from './sorting.js'

type Splitting = Pick<IssuePartsStorage, 'split' | 'splitByValue' | 'splitEvents'>

/** Makes issues of parts of one: whose a hash is changes at once, events follow in steps. */
export function pgSplitting(db: Database): Splitting {
  const s = db.schema
  /** Runs with the writers of the project held up; null where there is no such issue. */
  const inIssue = async <T>(organizationId: Id, issueId: Id, run: (tx: Queries, place: Place) => Promise<T | null>) => {
    if (!isId(organizationId) || !isId(issueId)) return null
    return db.transaction(async (tx) => {
      const [source] = await tx.rows<{ project_id: Id }>(
        `select project_id from ${s}.issues where id = $2 and organization_id = $1 and merged_into is null`,
        [organizationId, issueId],
      )
      if (source === undefined) return null
      const projectId = source.project_id
      await lockOutWriters(tx, s, [projectId])
      await mustNotMove(tx, s, projectId)
      await mustBeStill(tx, s, [issueId])
      return run(tx, { organizationId, projectId, sourceId: issueId })
    })
  }
  return {
    split: (organizationId, issueId, hashes, about, author) =>
      inIssue(organizationId, issueId, async (tx, place) => {
        const owned = await ownHashes(tx, s, place)
        const wanted = owned.filter((hash) => hashes.includes(hash))
        if (wanted.length === 0 || wanted.length === owned.length) return null
        const issue = await insertPart(tx, s, { ...place, about, at: author.at })
        await tx.rows(
          `update ${s}.issue_hashes set issue_id = $3
           where organization_id = $1 and issue_id = $2 and hash = any($4::text[])`,
          [organizationId, issueId, issue.id, wanted],
        )
        await beginMove(tx, s, place, issue.id, wanted)
        await noteSplit(tx, s, { ...place, partId: issue.id, kind: 'hash', key: null, root: null, at: author.at })
        const parting = { organizationId, fromId: issueId, toId: issue.id, about: { fingerprints: wanted } }
        await logParting(tx, s, parting, author)
        return issue
      }),
    splitByValue: (organizationId, issueId, { by, stays, parts }, author) =>
      inIssue(organizationId, issueId, async (tx, place) => {
        const roots = await ownHashes(tx, s, place)
        const [root] = roots
        if (root === undefined) return null
        const text = splitText(by)
        await tx.rows(
          `update ${s}.issue_hashes set issue_id = ${TOLD_APART}, split_by = $3, split_root = $4
           where organization_id = $1 and issue_id = $2`,
          [organizationId, issueId, text, root],
        )
        const owners = new Map([[splitHash(root, text, stays), issueId]])
        const issues = []
        const key = by.kind === 'tag' ? by.key : null
        for (const { value, about } of parts) {
          const issue = await insertPart(tx, s, { ...place, about, at: author.at })
          issues.push(issue)
          owners.set(splitHash(root, text, value), issue.id)
          const parting = { organizationId, fromId: issueId, toId: issue.id, about: splitAbout(text, value) }
          await logParting(tx, s, parting, author)
        }
        await insertHashes(
          tx,
          s,
          place,
          [...owners].map(([hash, issue_id]) => ({ hash, issue_id, parent: root })),
        )
        const details: SortDetails & { readonly targets: readonly Id[] } = {
          ...{ by: text, root, stays, parts: Object.fromEntries(owners) },
          targets: issues.map(({ id }) => id),
          author: { userId: author.userId, via: author.via, at: author.at.toISOString() },
        }
        await beginMove(tx, s, place, issueId, roots, details)
        await noteSplit(tx, s, { ...place, partId: null, kind: by.kind, key, root, at: author.at })
        return issues
      }),
    splitEvents: (organizationId, issueId, eventIds, about, author) =>
      inIssue(organizationId, issueId, async (tx, place) => {
        const wanted = eventIds.filter((id) => UUID.test(id))
        const found = await chosenEvents(tx, s, place, wanted)
        if (found.length === 0 || !(await hasOthers(tx, s, place, wanted))) return null
        const issue = await insertPart(tx, s, { ...place, about, at: author.at })
        const hashes = new Map(found.map(({ hash }) => [hash ?? '', chosenHash(hash ?? '', issue.id)]))
        // Index: events_pkey.
        await tx.rows(
          `update ${s}.events e set hash = $4::jsonb ->> coalesce(e.hash, '')
           from json_to_recordset($3::json) as q(event_id uuid, project_id bigint, day date)
           where e.organization_id = $1 and e.issue_id = $2 and e.event_id = q.event_id and e.project_id = q.project_id
             and e.day = q.day`,
          [organizationId, issueId, JSON.stringify(found), JSON.stringify(Object.fromEntries(hashes))],
        )
        const rows = [...hashes].map(([parent, hash]) => ({ hash, issue_id: issue.id, parent }))
        await insertHashes(tx, s, place, rows)
        await beginMove(
          tx,
          s,
          place,
          issue.id,
          rows.map(({ hash }) => hash),
        )
        await noteSplit(tx, s, { ...place, partId: issue.id, kind: 'events', key: null, root: null, at: author.at })
        const parting = { organizationId, fromId: issueId, toId: issue.id, about: { events: found.length } }
        await logParting(tx, s, parting, author)
        return issue
      }),
  }
}

const UUID = /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i

interface Place {
  readonly organizationId: Id
  readonly projectId: Id
  readonly sourceId: Id
}

/** Index: issue_hashes_of_issue. */
async function ownHashes(tx: Queries, s: string, { organizationId, sourceId }: Place): Promise<readonly string[]> {
  const rows = await tx.rows<{ hash: string }>(
    `select hash from ${s}.issue_hashes where organization_id = $1 and issue_id = $2 order by hash`,
    [organizationId, sourceId],
  )
  return rows.map((row) => row.hash).filter(isStorableName)
}

/** Index: events_pkey. */
function chosenEvents(
  tx: Queries,
  s: string,
  { organizationId, sourceId }: Place,
  eventIds: readonly string[],
): Promise<readonly { readonly event_id: string; readonly hash: string | null }[]> {
  return tx.rows(
    `select event_id, project_id, day::text as day, hash from ${s}.events
     where organization_id = $1 and issue_id = $2 and event_id = any($3::uuid[])`,
    [organizationId, sourceId, eventIds],
  )
}

/** Index: events_of_issue. */
async function hasOthers(
  tx: Queries,
  s: string,
  { organizationId, sourceId }: Place,
  eventIds: readonly string[],
): Promise<boolean> {
  const rows = await tx.rows(
    `select 1 from ${s}.events
     where organization_id = $1 and issue_id = $2 and event_id <> all($3::uuid[])
     limit 1`,
    [organizationId, sourceId, eventIds],
  )
  return rows.length > 0
}

async function insertHashes(
  tx: Queries,
  s: string,
  { organizationId, projectId }: Place,
  rows: readonly { readonly hash: string; readonly issue_id: Id; readonly parent: string }[],
): Promise<void> {
  await tx.rows(
    `insert into ${s}.issue_hashes (organization_id, project_id, hash, issue_id, parent)
     select $1, $2, q.hash, q.issue_id, q.parent
     from json_to_recordset($3::json) as q(hash text, issue_id bigint, parent text)
     on conflict (organization_id, project_id, hash)
     do update set issue_id = excluded.issue_id, parent = excluded.parent, split_by = null, split_root = null`,
    [organizationId, projectId, JSON.stringify(rows)],
  )
}

async function beginMove(
  tx: Queries,
  s: string,
  { organizationId, projectId, sourceId }: Place,
  toId: Id,
  hashes: readonly string[],
  details: SortDetails | null = null,
): Promise<void> {
  await tx.rows(
    `insert into ${s}.issue_moves (organization_id, project_id, from_id, to_id, hashes, is_counted, kind, details)
     values ($1, $2, $3, $4, $5, true, $6, $7)`,
    [
      ...[organizationId, projectId, sourceId, toId, JSON.stringify(hashes)],
      ...[details === null ? 'move' : 'sort', details === null ? null : JSON.stringify(details)],
    ],
  )
}

async function noteSplit(
  tx: Queries,
  s: string,
  split: Place & {
    readonly partId: Id | null
    readonly kind: string
    readonly key: string | null
    readonly root: string | null
    readonly at: Date
  },
): Promise<void> {
  const { organizationId, projectId, sourceId, partId, kind, key, root, at } = split
  await tx.rows(
    `insert into ${s}.issue_splits (organization_id, project_id, source_id, part_id, kind, key, root, at)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [organizationId, projectId, sourceId, partId, kind, key, root, at],
  )
}
