import { AppError, type Id, type Team, type TeamStorage } from '@mishap/core'
import type { Database, Queries } from './database.js'
import { idsIn, isId, isStorableName, mustBeId } from './ids.js'
import { emptyPage, readPage } from './paging.js'

export function pgTeams(db: Database): TeamStorage {
  const s = db.schema
  const columns = `t.id, t.organization_id, t.slug, t.created_at,
    (select count(*)::int from ${s}.team_members x where x.team_id = t.id) as member_count`
  return {
    async create({ organizationId, slug, creatorMembershipId }) {
      mustBeId(organizationId, 'an organization')
      return db.transaction(async (tx) => {
        const [row] = await tx.rows<Omit<TeamRow, 'member_count'>>(
          `insert into ${s}.teams (organization_id, slug) values ($1, $2)
           returning id, organization_id, slug, created_at`,
          [organizationId, slug],
        )
        if (row === undefined) throw new AppError('internal', 'Wanted the team that was made, found none')
        if (creatorMembershipId === null) return toTeam({ ...row, member_count: 0 })
        await insertMember(tx, s, { organizationId, teamId: row.id, membershipId: creatorMembershipId })
        return toTeam({ ...row, member_count: 1 })
      })
    },
    async get(organizationId, id) {
      if (!isId(organizationId) || !isId(id)) return null
      // Index: teams_pkey.
      const row = await db.first<TeamRow>(
        `select ${columns} from ${s}.teams t where t.organization_id = $1 and t.id = $2`,
        [organizationId, id],
      )
      return row === null ? null : toTeam(row)
    },
    async getMany(organizationId, ids) {
      const known = idsIn(ids)
      if (!isId(organizationId) || known.length === 0) return []
      // Index: teams_pkey.
      const rows = await db.rows<TeamRow>(
        `select ${columns} from ${s}.teams t where t.organization_id = $1 and t.id = any($2::bigint[])`,
        [organizationId, known],
      )
      return rows.map(toTeam)
    },
    async getBySlug(organizationId, slug) {
      if (!isId(organizationId) || !isStorableName(slug)) return null
      // Index: teams_organization_id_slug_key.
      const row = await db.first<TeamRow>(
        `select ${columns} from ${s}.teams t where t.organization_id = $1 and t.slug = $2`,
        [organizationId, slug],
      )
      return row === null ? null : toTeam(row)
    },
    async list(organizationId, page) {
      if (!isId(organizationId)) return emptyPage()
      return readPage<TeamRow, Team>(db, page, {
        // Index: teams_organization_id_slug_key.
        select: `select ${columns} from ${s}.teams t`,
        where: 't.organization_id = $1',
        values: [organizationId],
        keys: [
          { expression: 't.slug collate "C"', type: 'text' },
          { expression: 't.id', type: 'bigint' },
        ],
        toItem: toTeam,
        keyOf: (team) => [team.slug, team.id],
      })
    },
    async update(organizationId, id, { slug }) {
      if (!isId(organizationId) || !isId(id)) return null
      const row = await db.first<TeamRow>(
        `update ${s}.teams t set slug = $3 where t.organization_id = $1 and t.id = $2 returning ${columns}`,
        [organizationId, id, slug],
      )
      return row === null ? null : toTeam(row)
    },
    async delete(organizationId, id) {
      if (!isId(organizationId) || !isId(id)) return false
      const text = `delete from ${s}.teams where organization_id = $1 and id = $2 returning id`
      return (await db.first(text, [organizationId, id])) !== null
    },
    async idsForUser(organizationId, userId) {
      if (!isId(organizationId) || !isId(userId)) return []
      // Indexes: memberships_organization_id_user_id_key, team_members_of_membership.
      const rows = await db.rows<{ team_id: string }>(
        `select x.team_id
         from ${s}.memberships m
         join ${s}.team_members x on x.membership_id = m.id
         where m.organization_id = $1 and m.user_id = $2
         order by x.team_id`,
        [organizationId, userId],
      )
      return rows.map((row) => row.team_id)
    },
    async addMember(organizationId, teamId, membershipId) {
      await insertMember(db, s, { organizationId, teamId, membershipId })
    },
    async removeMember(organizationId, teamId, membershipId) {
      if (![organizationId, teamId, membershipId].every(isId)) return
      await db.rows(
        `delete from ${s}.team_members x
         using ${s}.teams t
         where t.id = x.team_id and t.organization_id = $1 and x.team_id = $2 and x.membership_id = $3`,
        [organizationId, teamId, membershipId],
      )
    },
  }
}

interface Joining {
  readonly organizationId: Id
  readonly teamId: Id
  readonly membershipId: Id
}

/** Throws `not_found` unless team and membership are both the organization's. */
async function insertMember(queries: Queries, s: string, joining: Joining): Promise<void> {
  const values = [joining.organizationId, joining.teamId, joining.membershipId]
  const rows = values.every(isId)
    ? await queries.rows(
        `insert into ${s}.team_members (team_id, membership_id)
         select t.id, m.id
         from ${s}.teams t
         join ${s}.memberships m on m.organization_id = t.organization_id
         where t.organization_id = $1 and t.id = $2 and m.id = $3
         on conflict (team_id, membership_id) do update set team_id = excluded.team_id
         returning team_id`,
        values,
      )
    : []
  if (rows.length === 0) throw new AppError('not_found', 'Wanted a team and a membership of one organization')
}

interface TeamRow {
  readonly id: string
  readonly organization_id: string
  readonly slug: string
  readonly created_at: Date
  readonly member_count: number
}

function toTeam(row: TeamRow): Team {
  return {
    id: row.id,
    organizationId: row.organization_id,
    slug: row.slug,
    createdAt: row.created_at,
    memberCount: row.member_count,
  }
}
