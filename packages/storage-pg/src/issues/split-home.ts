import { AppError, type Author, type Id, type IssuePartsStorage, type SplitOff } from '@mishap/core'
import type { Database, Queries } from '../database.js'
import { isId } from '../ids.js'
import { lockOutWriters } from '../locks.js'
import { mustNotMove } from '../project-moves/start.js'
import { addActivity } from './activity.js'
import { mustBeStill } from './merge.js'
import { ISSUE_COLUMNS, type IssueRow, toIssue } from './row.js'

/** What was split off, and how it goes home. */
export function pgSplitHome(db: Database): Pick<IssuePartsStorage, 'splitOff' | 'undoSplit'> {
  const s = db.schema
  return {
    async splitOff(organizationId, issueId, since) {
      if (!isId(organizationId) || !isId(issueId)) return []
      const rows = await db.rows<IssueRow & SplitRow>(
        `select ${ISSUE_COLUMNS}, ${SPLIT_COLUMNS}
         from ${partsOff(s)}
         join ${s}.issues i on i.organization_id = $1 and i.id = owner.id and i.merged_into is null
         order by p.at desc, i.id desc
         limit 1000`,
        [organizationId, issueId, since],
      )
      return rows.map((row): SplitOff => ({ issue: toIssue(row), kind: row.kind, key: row.key, at: row.split_at }))
    },
    async undoSplit(organizationId, issueId, partId, since, author) {
      if (![organizationId, issueId, partId].every(isId)) return false
      return db.transaction(async (tx) => {
        const [home] = await tx.rows<{ project_id: Id }>(
          `select project_id from ${s}.issues where organization_id = $1 and id = $2 and merged_into is null`,
          [organizationId, issueId],
        )
        if (home === undefined) return false
        const projectId = home.project_id
        await lockOutWriters(tx, s, [projectId])
        await mustNotMove(tx, s, projectId)
        const [split] = await tx.rows<SplitRow>(
          `select ${SPLIT_COLUMNS} from ${partsOff(s)}
           where owner.id = $4
           order by p.at desc, p.id desc
           limit 1`,
          [organizationId, issueId, since, partId],
        )
        if (split === undefined) return false
        await mustBeStill(tx, s, [issueId, partId])
        await goHome(tx, s, { organizationId, projectId, homeId: issueId, partId }, split, author)
        return true
      })
    },
  }
}

interface SplitRow {
  readonly split_id: Id
  readonly part_id: Id | null
  readonly kind: SplitOff['kind']
  readonly key: string | null
  readonly root: string | null
  readonly split_at: Date
}

const SPLIT_COLUMNS = 'p.id as split_id, p.part_id, p.kind, p.key, p.root, p.at as split_at'

/**
 * Splits `p` of an issue ($2 of the organization $1) since $3, with each issue that has a part as `owner`: what was split
 * off an issue that has become part of this one counts as well. Indexes: issue_splits_of_source, issue_hashes_of_root,
 * issue_hashes_of_parent.
 */
function partsOff(s: string): string {
  return `${s}.issue_splits p
    cross join lateral (
      select coalesce(x.merged_into, x.id) as id from ${s}.issues x where x.organization_id = $1 and x.id = p.part_id
      union
      select made.issue_id
      from ${s}.issue_hashes root
      join ${s}.issue_hashes made
        on made.organization_id = $1 and made.project_id = p.project_id and made.parent = root.hash and made.issue_id > 0
      where root.organization_id = $1 and root.project_id = p.project_id and root.split_root = p.root
    ) as owner
    join ${s}.issues source on source.organization_id = $1 and source.id = p.source_id
      and coalesce(source.merged_into, source.id) = $2
      and p.organization_id = $1 and p.at >= $3 and owner.id <> $2`
}

interface Homecoming {
  readonly organizationId: Id
  readonly projectId: Id
  readonly homeId: Id
  readonly partId: Id
}

async function goHome(tx: Queries, s: string, place: Homecoming, split: SplitRow, author: Author): Promise<void> {
  const { organizationId, projectId, homeId, partId } = place
  const hashes = await hashesGoingHome(tx, s, place, split)
  await tx.rows(
    `update ${s}.issue_hashes set issue_id = $3
     where organization_id = $1 and project_id = $2 and hash = any($4::text[])`,
    [organizationId, projectId, homeId, hashes],
  )
  await tx.rows(
    `insert into ${s}.issue_moves (organization_id, project_id, from_id, to_id, hashes, is_counted)
     values ($1, $2, $3, $4, $5, true)`,
    [organizationId, projectId, partId, homeId, JSON.stringify(hashes)],
  )
  const isOver = await endSplit(tx, s, place, split, hashes)
  if (isOver) await tx.rows(`delete from ${s}.issue_splits where id = $1`, [split.split_id])
  const [part] = await tx.rows<{ title: string; has_hashes: boolean }>(
    `select title, exists (
       select from ${s}.issue_hashes h where h.organization_id = $1 and h.issue_id = i.id
     ) as has_hashes
     from ${s}.issues i where i.organization_id = $1 and i.id = $2`,
    [organizationId, partId],
  )
  const data = { issues: [{ id: partId, title: part?.title ?? '' }], isUndo: true }
  await addActivity(tx, s, [{ organizationId, issueId: homeId, kind: 'merge', data }], author)
  if (part?.has_hashes === false) await retire(tx, s, place)
}

/** All of a part's own, not those of issues that were merged into it since; of a merged part those that it had then. */
async function hashesGoingHome(
  tx: Queries,
  s: string,
  { organizationId, projectId, partId }: Homecoming,
  { root, part_id }: SplitRow,
): Promise<readonly string[]> {
  const ofPart = `h.organization_id = $1 and h.project_id = $2 and h.issue_id = $3`
  const theirs = `select jsonb_array_elements_text(m.hashes) from ${s}.issue_merges m where m.organization_id = $1`
  const conditions: Readonly<Record<string, readonly [condition: string, ...values: readonly unknown[]]>> = {
    value: [
      `h.parent in (
         select r.hash from ${s}.issue_hashes r
         where r.organization_id = $1 and r.project_id = $2 and r.split_root = $4
       )`,
      root,
    ],
    whole: [
      `h.hash not in (${theirs} and m.source_id in (
         select x.id from ${s}.issues x where x.organization_id = $1 and x.merged_into = $4
       ))`,
      partId,
    ],
    merged: [`h.hash in (${theirs} and m.source_id = $4)`, part_id],
  }
  const unmerged = part_id === partId ? 'whole' : 'merged'
  const [condition, value] = conditions[root === null ? unmerged : 'value'] ?? ['false']
  const rows = await tx.rows<{ hash: string }>(
    `select h.hash from ${s}.issue_hashes h where ${ofPart} and ${condition}`,
    [organizationId, projectId, partId, value],
  )
  return rows.map((row) => row.hash)
}

/** Whether nothing is left of the split: then events go by the hashes of before. */
async function endSplit(
  tx: Queries,
  s: string,
  place: Homecoming,
  { kind, root }: SplitRow,
  hashes: readonly string[],
): Promise<boolean> {
  if (kind === 'hash') return true
  const { organizationId, projectId, homeId } = place
  if (root === null) {
    await takeNamesBack(tx, s, place, `h.hash = any($3::text[])`, [hashes])
    return true
  }
  const roots = `select r.hash from ${s}.issue_hashes r
    where r.organization_id = $1 and r.project_id = $2 and r.split_root = $3`
  const [made] = await tx.rows<{ is_split: boolean | null; is_elsewhere: boolean | null }>(
    `select bool_or(h.split_by is not null) as is_split, bool_or(h.issue_id <> $4) as is_elsewhere
     from ${s}.issue_hashes h
     where h.organization_id = $1 and h.project_id = $2 and h.parent in (${roots})`,
    [organizationId, projectId, root, homeId],
  )
  if (made?.is_split) throw new AppError('conflict', 'A part of this split was split again; take that back first.')
  if (made?.is_elsewhere) return false
  await takeNamesBack(tx, s, place, `h.parent in (${roots})`, [root])
  await tx.rows(
    `update ${s}.issue_hashes set issue_id = $4, split_by = null, split_root = null
     where organization_id = $1 and project_id = $2 and split_root = $3`,
    [organizationId, projectId, root, homeId],
  )
  return true
}

/** Hashes that were made are gone; events that go by them get those of before when they are home. */
async function takeNamesBack(
  tx: Queries,
  s: string,
  { organizationId, projectId, homeId }: Homecoming,
  condition: string,
  values: readonly unknown[],
): Promise<void> {
  const gone = await tx.rows<{ hash: string; parent: string }>(
    `delete from ${s}.issue_hashes h
     where h.organization_id = $1 and h.project_id = $2 and ${condition}
     returning h.hash, h.parent`,
    [organizationId, projectId, ...values],
  )
  const names = Object.fromEntries(gone.map(({ hash, parent }) => [hash, parent]))
  await tx.rows(
    `insert into ${s}.issue_moves (organization_id, project_id, from_id, to_id, hashes, is_counted, kind, details)
     values ($1, $2, $3, $3, '[]', false, 'rename', $4)`,
    [organizationId, projectId, homeId, JSON.stringify(names)],
  )
}

/** What has nothing left is known by its id as part of its home; its comments are there. */
async function retire(tx: Queries, s: string, { organizationId, homeId, partId }: Homecoming): Promise<void> {
  await tx.rows(
    `with moved as (
       update ${s}.issue_activity set issue_id = $2
       where organization_id = $1 and issue_id = $3 and kind = 'note'
       returning 1
     )
     update ${s}.issues set comment_count = comment_count + (select count(*) from moved)
     where organization_id = $1 and id = $2`,
    [organizationId, homeId, partId],
  )
  await tx.rows(
    `update ${s}.issues set merged_into = $2, comment_count = 0, wake_at = null where organization_id = $1 and id = $3`,
    [organizationId, homeId, partId],
  )
}
