import { AppError, type Id, MUTE_BOUNDS, type Mute, type MuteStorage, tooManyMutes } from '@mishap/core'
import type { Database } from './database.js'
import { isId, mustBeId } from './ids.js'
import { emptyPage, readPage } from './paging.js'

const COLUMNS = 'm.id, m.organization_id, m.project_id, m.issue_id, m.user_id, m.until, m.created_at, m.created_by'

export function pgMutes(db: Database): MuteStorage {
  const s = db.schema
  /** Issues have no foreign key: their tables are spread. */
  const isWhole = `(m.issue_id is null or exists (
    select from ${s}.issues i where i.organization_id = m.organization_id and i.id = m.issue_id
  ))`
  return {
    async create({ organizationId, projectId, issueId, userId, until, createdAt, createdById }) {
      mustBeId(organizationId, 'an organization')
      if (projectId !== null) mustBeId(projectId, 'a project')
      if (issueId !== null) mustBeId(issueId, 'an issue')
      return db.transaction(async (tx) => {
        // One at a time adds to the mutes of an organization.
        const [found] = await tx.rows<{ has_project: boolean; has_issue: boolean; mutes: number }>(
          `select
             ($2::bigint is null or exists (select from ${s}.projects p where p.id = $2 and p.organization_id = o.id)) as has_project,
             ($3::bigint is null or exists (
               select from ${s}.issues i where i.organization_id = o.id and i.project_id = $2 and i.id = $3
             )) as has_issue,
             (select count(*) from ${s}.mutes m where m.organization_id = o.id)::int as mutes
           from ${s}.organizations o where o.id = $1 for no key update`,
          [organizationId, projectId, issueId],
        )
        if (found === undefined || !found.has_project || !found.has_issue)
          throw new AppError('not_found', 'Wanted what is to be muted, found that it is not there')
        const [kept] = await tx.rows<MuteRow>(
          `insert into ${s}.mutes as m (organization_id, project_id, issue_id, user_id, until, created_at, created_by)
           values ($1, $2, $3, $4, $5, $6, $7)
           on conflict (organization_id, coalesce(project_id, 0), coalesce(issue_id, 0), coalesce(user_id, 0))
           do update set until = excluded.until, created_at = excluded.created_at, created_by = excluded.created_by
           returning ${COLUMNS}, m.xmax = 0 as is_new`,
          [organizationId, projectId, issueId, userId, until, createdAt, createdById],
        )
        if (kept === undefined) throw new AppError('internal', 'Wanted the mute that was made, found none')
        if (kept.is_new === true && found.mutes >= MUTE_BOUNDS.mutes) throw tooManyMutes()
        return toMute(kept)
      })
    },
    async list(organizationId, userId, now, page) {
      if (!isId(organizationId) || !isId(userId)) return emptyPage()
      // Index: mutes_of_what.
      return readPage<MuteRow, Mute>(db, page, {
        select: `select ${COLUMNS} from ${s}.mutes m`,
        where: `m.organization_id = $1 and (m.user_id is null or m.user_id = $2) and (m.until is null or m.until > $3) and ${isWhole}`,
        values: [organizationId, userId, now],
        keys: [{ expression: 'm.id', type: 'bigint' }],
        descending: true,
        toItem: toMute,
        keyOf: ({ id }) => [id],
      })
    },
    async get(organizationId, userId, id) {
      if (!isId(organizationId) || !isId(userId) || !isId(id)) return null
      const row = await db.first<MuteRow>(
        `select ${COLUMNS} from ${s}.mutes m
         where m.id = $3 and m.organization_id = $1 and (m.user_id is null or m.user_id = $2) and ${isWhole}`,
        [organizationId, userId, id],
      )
      return row === null ? null : toMute(row)
    },
    async delete(organizationId, id) {
      if (!isId(organizationId) || !isId(id)) return false
      const rows = await db.rows(`delete from ${s}.mutes where id = $2 and organization_id = $1 returning id`, [
        organizationId,
        id,
      ])
      return rows.length > 0
    },
    async active(organizationId, projectId, now) {
      if (!isId(organizationId) || !isId(projectId)) return []
      // Index: mutes_of_what.
      const rows = await db.rows<MuteRow>(
        `select ${COLUMNS} from ${s}.mutes m
         where m.organization_id = $1 and coalesce(m.project_id, 0) = any(array[0, $2::bigint])
           and (m.until is null or m.until > $3) and ${isWhole}
         order by m.id`,
        [organizationId, projectId, now],
      )
      return rows.map(toMute)
    },
  }
}

/**
 * Whether nobody is told of an issue, or of what is no issue, of the project of `project_alerts` as `a`: the arguments are
 * expressions, `issue` may be `null`.
 */
export function isMutedForAll(s: string, { issue, now }: { readonly issue: string; readonly now: string }): string {
  // Index: mutes_of_what, once for each, by all that it has: an organization may mute more than is to be read for an issue.
  const isMuted = (project: string, its: string) => `exists (
    select from ${s}.mutes mu
    where mu.organization_id = a.organization_id and coalesce(mu.project_id, 0) = ${project}
      and coalesce(mu.issue_id, 0) = ${its} and coalesce(mu.user_id, 0) = 0 and (mu.until is null or mu.until > ${now})
    offset 0
  )`
  return `(${isMuted('0', '0')} or ${isMuted('a.project_id', '0')} or ${isMuted('a.project_id', `${issue}::bigint`)})`
}

interface MuteRow {
  readonly id: Id
  readonly organization_id: Id
  readonly project_id: Id | null
  readonly issue_id: Id | null
  readonly user_id: Id | null
  readonly until: Date | null
  readonly created_at: Date
  readonly created_by: Id | null
  readonly is_new?: boolean
}

function toMute(row: MuteRow): Mute {
  return {
    ...{ id: row.id, organizationId: row.organization_id, projectId: row.project_id, issueId: row.issue_id },
    ...{ userId: row.user_id, until: row.until, createdAt: row.created_at, createdById: row.created_by },
  }
}
