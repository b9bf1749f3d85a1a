import {
  AppError,
  boundRemote,
  type Id,
  type IssueLink,
  type IssueLinkStorage,
  LINK_BOUNDS,
  linkActivity,
  type NewLink,
  storable,
  tooManyLinks,
} from '@mishap/core'
import type { Database, Queries } from '../database.js'
import { isId, mustBeId } from '../ids.js'
import { addActivity } from '../issues/activity.js'
import { sliceOf } from '../slices.js'

export function pgIssueLinks(db: Database): IssueLinkStorage {
  const s = db.schema
  const select = `select ${COLUMNS} from ${s}.issue_links l`
  return {
    async list(organizationId, issueId) {
      if (!isId(organizationId) || !isId(issueId)) return []
      // Indexes: issue_links_of_issue, issues_merged.
      const rows = await db.rows<LinkRow>(
        `${select}
         where l.organization_id = $1 and l.key is not null and l.issue_id = any(array(
           select $2::bigint union
           select i.id from ${s}.issues i where i.organization_id = $1 and i.merged_into = $2
         ))
         order by l.id`,
        [organizationId, issueId],
      )
      return rows.map(toLink)
    },
    async claim(link, { claim, at, leaseMs, userId }) {
      return db.transaction(async (tx) => {
        const kind = await mustFit(tx, s, link)
        const bounded = storable(claim, LINK_BOUNDS.claim)
        const [there] = await tx.rows<LinkRow & { readonly is_held: boolean }>(
          `select ${COLUMNS}, l.claimed_until > $4 as is_held from ${s}.issue_links l
           where l.integration_id = $1 and l.issue_id = $2 and l.claim = $3
           for update`,
          [link.integrationId, link.issueId, bounded, at],
        )
        if (there !== undefined && there.key !== null) return { kind: 'made', link: toLink(there) }
        if (there?.is_held === true) return { kind: 'busy' }
        const until = new Date(at.getTime() + leaseMs)
        if (there !== undefined) {
          await tx.rows(`update ${s}.issue_links set claimed_until = $2 where id = $1`, [there.id, until])
          return { kind: 'yours', id: there.id, isAgain: true }
        }
        const [row] = await tx.rows<{ id: Id }>(
          `insert into ${s}.issue_links
             (organization_id, issue_id, integration_id, kind, created_at, created_by, claim, claimed_until)
           values ($1, $2, $3, $4, $5, $6, $7, $8)
           returning id`,
          [...[link.organizationId, link.issueId, link.integrationId, kind, at, userId, bounded, until]],
        )
        return { kind: 'yours', id: must(row).id, isAgain: false }
      })
    },
    async finish(id, remote, author) {
      if (!isId(id)) return null
      const { key, title, url, status } = boundRemote(remote)
      return db.transaction(async (tx) => {
        // Who has linked it by hand meanwhile was quicker.
        const [twin] = await tx.rows<LinkRow>(
          `${select} join ${s}.issue_links mine on mine.id = $1
             and mine.integration_id = l.integration_id and mine.issue_id = l.issue_id
           where l.key = $2 and l.id <> $1`,
          [id, key],
        )
        if (twin !== undefined) {
          await tx.rows(`delete from ${s}.issue_links where id = $1`, [id])
          return toLink(twin)
        }
        const [row] = await tx.rows<LinkRow>(
          `update ${s}.issue_links l
           set key = $2, title = $3, url = $4, status = $5, claimed_until = null, settled_resolved = ${isResolved(s)}
           where l.id = $1
           returning ${COLUMNS}`,
          [id, key, title, url, status],
        )
        return row === undefined ? null : noted(tx, s, toLink(row), author, true)
      })
    },
    async giveUp(id) {
      if (isId(id)) await db.rows(`delete from ${s}.issue_links where id = $1 and key is null`, [id])
    },
    async add(link, remote, author) {
      const { key, title, url, status } = boundRemote(remote)
      return db.transaction(async (tx) => {
        const kind = await mustFit(tx, s, link, key)
        const [row] = await tx.rows<LinkRow>(
          `insert into ${s}.issue_links as l
             (organization_id, issue_id, integration_id, kind, key, title, url, status, created_at, created_by)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
           on conflict (integration_id, issue_id, key) do nothing
           returning ${COLUMNS}`,
          [
            ...[link.organizationId, link.issueId, link.integrationId, kind, key, title, url, status],
            ...[author.at, author.userId],
          ],
        )
        if (row === undefined) {
          const [there] = await tx.rows<LinkRow>(
            `${select} where l.integration_id = $1 and l.issue_id = $2 and l.key = $3`,
            [link.integrationId, link.issueId, key],
          )
          return toLink(must(there))
        }
        await tx.rows(`update ${s}.issue_links l set settled_resolved = ${isResolved(s)} where l.id = $1`, [row.id])
        return noted(tx, s, toLink(row), author, false)
      })
    },
    async delete(organizationId, issueId, id, author) {
      if (!isId(organizationId) || !isId(issueId) || !isId(id)) return false
      return db.transaction(async (tx) => {
        const [row] = await tx.rows<LinkRow>(
          `delete from ${s}.issue_links l
           where l.organization_id = $1 and l.id = $3 and l.key is not null and (l.issue_id = $2 or exists (
             select from ${s}.issues i where i.organization_id = $1 and i.id = l.issue_id and i.merged_into = $2
           ))
           returning ${COLUMNS}`,
          [organizationId, issueId, id],
        )
        if (row === undefined) return false
        const data = linkActivity(toLink(row), false)
        await addActivity(tx, s, [{ organizationId, issueId, kind: 'unlink_issue', data }], author)
        return true
      })
    },
    async byKey(integrationId, key) {
      if (!isId(integrationId) || key.includes('\0')) return []
      // Index: issue_links_by_key.
      const rows = await db.rows<LinkRow>(`${select} where l.integration_id = $1 and l.key = $2 order by l.id`, [
        integrationId,
        key,
      ])
      return rows.map(toLink)
    },
    async noteRemote(id, remote) {
      if (!isId(id)) return
      const { status, title } = boundRemote(remote)
      await db.rows(`update ${s}.issue_links set status = $2, title = $3 where id = $1`, [id, status, title])
    },
    async owed(now, limit, leaseMs, after) {
      const slice = await sliceOf(db, 'issue_links', after)
      if (slice === null) return { items: [], next: null }
      // Indexes: issue_links_pkey; of each issues_pkey.
      const rows = await db.rows<LinkRow & { readonly is_resolved: boolean; readonly attempts: number }>(
        `with due as (
           select l.id, e.is_resolved
           from ${s}.issue_links l
           cross join lateral (
             select w.status = 'resolved' as is_resolved
             from ${s}.issues i
             join ${s}.issues w on w.organization_id = i.organization_id and w.id = coalesce(i.merged_into, i.id)
             where i.organization_id = l.organization_id and i.id = l.issue_id and w.status <> 'ignored'
             offset 0
           ) as e
           where l.id > $4 and l.id <= $5 and l.key is not null and l.integration_id is not null and e.is_resolved <> l.settled_resolved
             and (l.next_attempt_at is null or l.next_attempt_at <= $1)
           order by l.next_attempt_at nulls first, l.id
           limit $2
           for update of l skip locked
         )
         update ${s}.issue_links l set next_attempt_at = $3
         from due
         where l.id = due.id
         returning ${COLUMNS}, due.is_resolved, l.attempts`,
        [now, limit, new Date(now.getTime() + leaseMs), slice.after, slice.last],
      )
      const items = rows.map((row) => ({ link: toLink(row), isResolved: row.is_resolved, attempts: row.attempts }))
      return { items, next: items.length < limit ? slice.next : after }
    },
    async settle(id, { isResolved: settled, status }) {
      if (!isId(id)) return
      await db.rows(
        `update ${s}.issue_links set settled_resolved = $2, status = $3, attempts = 0, next_attempt_at = null
         where id = $1`,
        [id, settled, status],
      )
    },
    async postpone(id, until) {
      if (!isId(id)) return
      await db.rows(`update ${s}.issue_links set attempts = attempts + 1, next_attempt_at = $2 where id = $1`, [
        id,
        until,
      ])
    },
  }
}

/** Of the issue of a link `l`, or of the one that it has become part of. */
function isResolved(s: string): string {
  return `coalesce((
    select e.status = 'resolved'
    from ${s}.issues i
    join ${s}.issues e on e.organization_id = i.organization_id and e.id = coalesce(i.merged_into, i.id)
    where i.organization_id = l.organization_id and i.id = l.issue_id
  ), false)`
}

/** One at a time adds to the links of an issue. Answers the kind of the integration. */
async function mustFit(tx: Queries, s: string, link: NewLink, key: string | null = null): Promise<string> {
  const { organizationId, issueId, integrationId } = link
  mustBeId(organizationId, 'an organization')
  const issues = await tx.rows(`select 1 from ${s}.issues where organization_id = $1 and id = $2 for no key update`, [
    organizationId,
    mustBeId(issueId, 'an issue'),
  ])
  if (issues.length === 0)
    throw new AppError('not_found', `Wanted the id of an issue, found ${JSON.stringify(issueId)}`)
  const [integration] = await tx.rows<{ kind: string }>(
    `select kind from ${s}.integrations where organization_id = $1 and id = $2 for key share`,
    [organizationId, mustBeId(integrationId, 'an integration')],
  )
  if (integration === undefined)
    throw new AppError('not_found', `Wanted the id of an integration, found ${JSON.stringify(integrationId)}`)
  const [row] = await tx.rows<{ count: number }>(
    `select count(*)::int as count from ${s}.issue_links
     where organization_id = $1 and issue_id = $2 and key is distinct from $3`,
    [organizationId, issueId, key],
  )
  if ((row?.count ?? 0) >= LINK_BOUNDS.links) throw tooManyLinks()
  return integration.kind
}

async function noted(
  tx: Queries,
  s: string,
  link: IssueLink,
  author: Parameters<IssueLinkStorage['finish']>[2],
  isNew: boolean,
): Promise<IssueLink> {
  const { organizationId, issueId } = link
  const data = linkActivity(link, isNew)
  await addActivity(tx, s, [{ organizationId, issueId, kind: 'create_issue', data }], author)
  return link
}

function must<T>(row: T | undefined): T {
  if (row === undefined) throw new AppError('internal', 'Wanted the link that was made, found none')
  return row
}

const COLUMNS = `l.id, l.organization_id, l.issue_id, l.integration_id, l.kind, l.key, l.title, l.url, l.status,
  l.created_at, l.created_by`

interface LinkRow {
  readonly id: Id
  readonly organization_id: Id
  readonly issue_id: Id
  readonly integration_id: Id | null
  readonly kind: IssueLink['kind']
  readonly key: string | null
  readonly title: string
  readonly url: string
  readonly status: IssueLink['status']
  readonly created_at: Date
  readonly created_by: Id | null
}

function toLink(row: LinkRow): IssueLink {
  return {
    id: row.id,
    organizationId: row.organization_id,
    issueId: row.issue_id,
    integrationId: row.integration_id,
    kind: row.kind,
    key: row.key ?? '',
    title: row.title,
    url: row.url,
    status: row.status,
    createdAt: row.created_at,
    createdBy: row.created_by,
  }
}
