import {
  AppError,
  type Id,
  IS_PRIMARY_OWNER,
  type Member,
  type MemberStorage,
  type Membership,
  type Role,
} from '@mishap/core'
import type { Database, Queries } from './database.js'
import { idsIn, isId, isStorableName, mustBeId } from './ids.js'
import { type OrganizationRow, organizationColumns, toOrganization } from './organizations.js'
import { emptyPage, readPage } from './paging.js'
import { toUser, type UserRow, userColumns } from './users.js'

export function pgMembers(db: Database): MemberStorage {
  const s = db.schema
  const select = `select ${memberColumns(s)} from ${s}.memberships m left join ${s}.users u on u.id = m.user_id`
  const find = async (queries: Queries, organizationId: Id, id: Id): Promise<Member | null> => {
    const values = [organizationId, id]
    const rows = await queries.rows<MemberRow>(`${select} where m.organization_id = $1 and m.id = $2`, values)
    return rows[0] === undefined ? null : toMember(rows[0])
  }
  return {
    async list(organizationId, page, filter) {
      const { teamId, query = '', roles = [] } = filter ?? {}
      if (!isId(organizationId) || (teamId !== undefined && !isId(teamId)) || !isStorableName(query)) return emptyPage()
      return readPage<MemberRow, Member>(db, page, {
        // Index: memberships_organization_id_user_id_key.
        select,
        where: `m.organization_id = $1
          and ($2::bigint is null or exists (
            select from ${s}.team_members x where x.membership_id = m.id and x.team_id = $2
          ))
          and (strpos(lower(coalesce(u.email, m.email)), lower($3)) > 0 or strpos(lower(u.name), lower($3)) > 0)
          and (cardinality($4::text[]) = 0 or m.role = any($4))`,
        values: [organizationId, teamId ?? null, query, roles],
        keys: [{ expression: 'm.id', type: 'bigint' }],
        descending: true,
        toItem: toMember,
        keyOf: ({ id }) => [id],
      })
    },
    async get(organizationId, id) {
      return isId(organizationId) && isId(id) ? find(db, organizationId, id) : null
    },
    async getByEmail(organizationId, email) {
      if (!isId(organizationId) || !isStorableName(email)) return null
      const row = await db.first<MemberRow>(
        `${select} where m.organization_id = $1 and lower(coalesce(u.email, m.email)) = lower($2)`,
        [organizationId, email],
      )
      return row === null ? null : toMember(row)
    },
    async invite({ organizationId, email, role, teamIds, invitedById, tokenHash, expiresAt }) {
      mustBeId(organizationId, 'an organization')
      mustBeId(invitedById, 'a user')
      return db.transaction(async (tx) => {
        const [row] = await tx.rows<{ id: Id }>(
          `insert into ${s}.memberships
             (organization_id, email, role, invited_by, invitation_hash, invitation_expires_at)
           select $1, $2, $3, $4, $5, $6
           where not exists (
             select from ${s}.memberships m
             join ${s}.users u on u.id = m.user_id
             where m.organization_id = $1 and lower(u.email) = lower($2)
           )
           returning id`,
          [organizationId, email, role, invitedById, tokenHash, expiresAt],
        )
        if (row === undefined) throw new AppError('conflict', `${email} is a member already`)
        await tx.rows(
          `insert into ${s}.team_members (team_id, membership_id)
           select id, $2 from ${s}.teams where organization_id = $1 and id = any($3::bigint[])`,
          [organizationId, row.id, idsIn(teamIds)],
        )
        return mustBe(await find(tx, organizationId, row.id))
      })
    },
    async renew(organizationId, id, { tokenHash, expiresAt }) {
      if (!isId(organizationId) || !isId(id)) return null
      const row = await db.first(
        `update ${s}.memberships set invitation_hash = $3, invitation_expires_at = $4
         where organization_id = $1 and id = $2 and user_id is null
         returning id`,
        [organizationId, id, tokenHash, expiresAt],
      )
      return row === null ? null : find(db, organizationId, id)
    },
    async findInvitation(id, tokenHash, now) {
      if (!isId(id) || !isStorableName(tokenHash)) return null
      const row = await db.first<MemberRow & OrganizationRow>(
        `select ${memberColumns(s)}, ${organizationColumns('o')}
         from ${s}.memberships m
         join ${s}.organizations o on o.id = m.organization_id
         left join ${s}.users u on u.id = m.user_id
         where m.id = $1 and ${OPEN_INVITATION}`,
        [id, tokenHash, now],
      )
      return row === null ? null : { member: toMember(row), organization: toOrganization(row) }
    },
    async accept({ id, tokenHash, userId, now }) {
      if (!isId(id) || !isStorableName(tokenHash)) return null
      // Another caller at the same moment waits for the row, and then finds it without a secret.
      const row = await db.first<AcceptedRow>(
        `update ${s}.memberships m
         set user_id = $4, email = null, invitation_hash = null, invitation_expires_at = null
         where m.id = $1 and ${OPEN_INVITATION}
         returning m.id, m.organization_id as of_organization_id, m.role, m.created_at`,
        [id, tokenHash, now, mustBeId(userId, 'a user')],
      )
      return row === null ? null : toMembership(row, userId)
    },
    async setRole(organizationId, id, role) {
      if (!isId(organizationId) || !isId(id)) return null
      const row = await db.first(
        `update ${s}.memberships set role = $3
         where organization_id = $1 and id = $2 and (not is_primary_owner or $3 = 'owner')
         returning id`,
        [organizationId, id, role],
      )
      const member = await find(db, organizationId, id)
      if (row === null && member !== null) throw new AppError('invalid_input', IS_PRIMARY_OWNER)
      return member
    },
    async remove(organizationId, id) {
      if (!isId(organizationId) || !isId(id)) return false
      const isRemoved = await db.transaction(async (tx) => {
        const [row] = await tx.rows<{ user_id: Id | null }>(
          `delete from ${s}.memberships
           where organization_id = $1 and id = $2 and not is_primary_owner
           returning user_id`,
          [organizationId, id],
        )
        if (row?.user_id) await forgetWork(tx, s, organizationId, row.user_id)
        return row !== undefined
      })
      if (isRemoved) return true
      if ((await find(db, organizationId, id)) === null) return false
      throw new AppError('invalid_input', IS_PRIMARY_OWNER)
    },
    async transferOwnership(organizationId, id) {
      if (!isId(organizationId) || !isId(id)) return null
      return db.transaction(async (tx) => {
        // One transfer after the other: each takes it from whoever has it then.
        await tx.rows(`select from ${s}.organizations where id = $1 for update`, [organizationId])
        const target = await tx.rows(
          `select from ${s}.memberships
           where organization_id = $1 and id = $2 and user_id is not null for update`,
          [organizationId, id],
        )
        if (target.length === 0) return null
        await tx.rows(
          `update ${s}.memberships set is_primary_owner = false where organization_id = $1 and is_primary_owner`,
          [organizationId],
        )
        await tx.rows(`update ${s}.memberships set is_primary_owner = true, role = 'owner' where id = $1`, [id])
        return find(tx, organizationId, id)
      })
    },
  }
}

/** What the user looks after and wants to hear of in the organization. */
async function forgetWork(tx: Queries, s: string, organizationId: Id, userId: Id): Promise<void> {
  // Index: issues_assigned_to_user. In the order of writers, so that neither waits for the other in a circle.
  await tx.rows(
    `with locked as (
       select i.id, i.organization_id
       from ${s}.issues i
       where i.organization_id = $1 and i.assignee_user_id = $2
       order by i.id
       for no key update of i
     )
     update ${s}.issues i set assignee_user_id = null
     from locked l
     where i.id = l.id and i.organization_id = l.organization_id`,
    [organizationId, userId],
  )
  // Index: issue_marks_bookmarked, issue_marks_subscribed.
  await tx.rows(
    `delete from ${s}.issue_marks
     where organization_id = $1 and user_id = $2 and (is_bookmarked or is_subscribed)`,
    [organizationId, userId],
  )
  await tx.rows(
    `delete from ${s}.user_projects x
     using ${s}.projects p
     where p.id = x.project_id and p.organization_id = $1 and x.user_id = $2`,
    [organizationId, userId],
  )
}

const OPEN_INVITATION = 'm.user_id is null and m.invitation_hash = $2 and m.invitation_expires_at > $3'

function memberColumns(s: string): string {
  return `m.id, m.organization_id as of_organization_id, m.role, m.created_at, m.email as invited_email, m.invited_by,
    m.invitation_expires_at, m.is_primary_owner, ${userColumns('u')},
    coalesce(
      (
        select json_agg(json_build_object('id', t.id::text, 'slug', t.slug) order by t.slug)
        from ${s}.team_members x
        join ${s}.teams t on t.id = x.team_id
        where x.membership_id = m.id
      ),
      '[]'
    ) as teams`
}

interface AcceptedRow {
  readonly id: Id
  readonly of_organization_id: Id
  readonly role: Role
  readonly created_at: Date
}

interface MemberRow extends AcceptedRow, Omit<UserRow, 'user_id'> {
  readonly invited_email: string | null
  readonly invited_by: Id | null
  readonly invitation_expires_at: Date | null
  readonly is_primary_owner: boolean
  readonly user_id: Id | null
  readonly teams: Member['teams']
}

function toMember(row: MemberRow): Member {
  const { user_id, invitation_expires_at: expiresAt } = row
  const user = user_id === null ? null : toUser({ ...row, user_id })
  return {
    id: row.id,
    organizationId: row.of_organization_id,
    role: row.role,
    createdAt: row.created_at,
    user,
    email: user?.email ?? row.invited_email ?? '',
    isPrimaryOwner: row.is_primary_owner,
    invitation: expiresAt === null ? null : { invitedById: row.invited_by, expiresAt },
    teams: row.teams,
  }
}

function toMembership(row: AcceptedRow, userId: Id): Membership {
  return { id: row.id, organizationId: row.of_organization_id, userId, role: row.role, createdAt: row.created_at }
}

function mustBe(member: Member | null): Member {
  if (member === null) throw new AppError('internal', 'Wanted the invitation that was made, found none')
  return member
}
