import {
  AppError,
  type Environment,
  type Organization,
  type Project,
  type ProjectStorage,
  type RequestRate,
} from '@mishap/core'
import type { Database, Queries } from './database.js'
import { deleteProject, notOfDeletedProject } from './deletion.js'
import { pgGroupingSettings } from './grouping-settings.js'
import { idsIn, isId, isStorableName, mustBeId } from './ids.js'
import { pgIngestSettings } from './ingest-settings.js'
import { insertKey, pgKeys } from './keys.js'
import { byName, nameKey, type OrganizationRow, organizationColumns, toOrganization } from './organizations.js'
import { pgOwnership } from './ownership.js'
import { emptyPage, readPage } from './paging.js'
import { keepId } from './project-ids.js'
import { followProject } from './project-moves/follow.js'
import { handOver } from './project-moves/start.js'
import { insertWithSlug } from './slugs.js'
import { type Columns, setClause } from './update.js'

export function pgProjects(db: Database): ProjectStorage {
  const s = db.schema
  const columns = `p.id, p.organization_id as project_organization_id, p.name, p.slug, p.platform, p.created_at,
    p.first_event_at, p.event_throttle_rate, p.scrub_ip_addresses, p.rate_limit, p.spike_guard,
    (select coalesce(json_agg(json_build_object('id', t.id::text, 'slug', t.slug) order by x.position), '[]')
     from ${s}.project_teams x
     join ${s}.teams t on t.id = x.team_id
     where x.project_id = p.id) as teams`
  const own = 'p.organization_id = $1 and p.id = $2'

  const insertProject = async (tx: Queries, project: Parameters<ProjectStorage['create']>[0]): Promise<string> => {
    const { organizationId, name, slug, platform } = project
    const taken = {
      text: `select slug from ${s}.projects where organization_id = $2 and starts_with(slug, $1)`,
      values: [organizationId],
    }
    const wished = await keepId(tx, s, project.wishedId)
    const row = await insertWithSlug(tx, slug, taken, async (free) => {
      const values = [organizationId, name, free, platform]
      if (wished !== null) {
        const [kept] = await tx.rows<{ id: string }>(
          `insert into ${s}.projects (organization_id, name, slug, platform, id) values ($1, $2, $3, $4, $5)
           on conflict do nothing
           returning id`,
          [...values, wished],
        )
        if (kept !== undefined) return kept
      }
      // Whether the slug is taken or a kept id stands in the way of the sequence: both are another try.
      const [inserted] = await tx.rows<{ id: string }>(
        `insert into ${s}.projects (organization_id, name, slug, platform) values ($1, $2, $3, $4)
         on conflict do nothing
         returning id`,
        values,
      )
      return inserted ?? null
    })
    await tx.rows(`insert into ${s}.project_counters (organization_id, project_id) values ($1, $2)`, [
      organizationId,
      row.id,
    ])
    return row.id
  }

  return {
    ...pgKeys(db),
    ...pgIngestSettings(db),
    ...pgGroupingSettings(db),
    ...pgOwnership(db),
    async create(project) {
      const { organizationId, teamId, key } = project
      mustBeId(organizationId, 'an organization')
      return db.transaction(async (tx) => {
        const id = await insertProject(tx, project)
        if (teamId !== null) await assignTeam(tx, s, [organizationId, id, teamId])
        await insertKey(tx, s, { ...key, organizationId, projectId: id, name: '', rateLimit: null })
        const [row] = await tx.rows<ProjectRow>(`select ${columns} from ${s}.projects p where p.id = $1`, [id])
        if (row === undefined) throw new AppError('internal', 'Wanted the project that was made, found none')
        return toProject(row)
      })
    },
    async get(organizationId, id) {
      if (!isId(organizationId) || !isId(id)) return null
      const row = await db.first<ProjectRow>(`select ${columns} from ${s}.projects p where ${own}`, [
        organizationId,
        id,
      ])
      return row === null ? null : toProject(row)
    },
    async getMany(organizationId, ids) {
      const known = idsIn(ids)
      if (!isId(organizationId) || known.length === 0) return []
      // Index: projects_pkey.
      const rows = await db.rows<ProjectRow>(
        `select ${columns} from ${s}.projects p where p.organization_id = $1 and p.id = any($2::bigint[])`,
        [organizationId, known],
      )
      return rows.map(toProject)
    },
    async getBySlug(organizationId, slug) {
      if (!isId(organizationId) || !isStorableName(slug)) return null
      // Index: projects_organization_id_slug_key.
      const row = await db.first<ProjectRow>(
        `select ${columns} from ${s}.projects p where p.organization_id = $1 and p.slug = $2`,
        [organizationId, slug],
      )
      return row === null ? null : toProject(row)
    },
    async list(organizationId, page, filter) {
      const { teamIds = [], notTeamIds = [] } = filter ?? {}
      if (!isId(organizationId) || !teamIds.every(isId)) return emptyPage()
      return readPage<ProjectRow, Project>(db, page, {
        // Index: projects_organization_id_slug_key.
        select: `select ${columns} from ${s}.projects p`,
        where: `p.organization_id = $1
          and not exists (
            select from unnest($2::bigint[]) as wanted(id)
            where not exists (select from ${s}.project_teams x where x.project_id = p.id and x.team_id = wanted.id)
          )
          and not exists (
            select from ${s}.project_teams x where x.project_id = p.id and x.team_id = any($3::bigint[])
          )`,
        values: [organizationId, teamIds, idsIn(notTeamIds)],
        keys: byName('p'),
        toItem: toProject,
        keyOf: nameKey,
      })
    },
    async listForUser(userId, page) {
      if (!isId(userId)) return emptyPage()
      return readPage<ProjectRow & OrganizationRow, { project: Project; organization: Organization }>(db, page, {
        // Index: memberships_of_user, projects_organization_id_slug_key.
        select: `select ${columns}, ${organizationColumns('o')}
          from ${s}.memberships m
          join ${s}.organizations o on o.id = m.organization_id
          join ${s}.projects p on p.organization_id = o.id`,
        where: 'm.user_id = $1',
        values: [userId],
        keys: byName('p'),
        toItem: (row) => ({ project: toProject(row), organization: toOrganization(row) }),
        keyOf: ({ project }) => nameKey(project),
      })
    },
    async update(organizationId, id, change) {
      if (!isId(organizationId) || !isId(id)) return null
      const { assignments, values } = setClause(CHANGEABLE, change, 3)
      const row = await db.first<ProjectRow>(
        `update ${s}.projects p set ${assignments} where ${own} returning ${columns}`,
        [organizationId, id, ...values],
      )
      return row === null ? null : toProject(row)
    },
    async delete(organizationId, id) {
      if (!isId(organizationId) || !isId(id)) return false
      return deleteProject(db.patient, organizationId, id)
    },
    async move(organizationId, id, { organizationId: to, teamId }) {
      mustBeId(to, 'an organization')
      if (!isId(organizationId) || !isId(id)) return null
      const isMoved = await handOver(db, { id, from: organizationId, to, teamId: teamId ?? null })
      return isMoved ? this.get(to, id) : null
    },
    followMoves: () => followProject(db),
    async addTeam(organizationId, projectId, teamId) {
      await assignTeam(db, s, [organizationId, projectId, teamId])
    },
    async removeTeam(organizationId, projectId, teamId) {
      if (![organizationId, projectId, teamId].every(isId)) return
      await db.rows(
        `delete from ${s}.project_teams x
         using ${s}.projects p
         where p.id = x.project_id and p.organization_id = $1 and x.project_id = $2 and x.team_id = $3`,
        [organizationId, projectId, teamId],
      )
    },
    async environments(organizationId, projectIds) {
      if (!isId(organizationId)) return []
      // Index: environments_pkey.
      const rows = await db.rows<EnvironmentRow>(
        `select n.name, min(n.id) as id, bool_and(n.is_hidden) as is_hidden
         from ${s}.environments n
         where organization_id = $1 and ($2::bigint[] is null or project_id = any($2))
           and ${notOfDeletedProject(s, 'n.project_id', 'n.organization_id')}
         group by n.name
         order by n.name`,
        [organizationId, projectIds === null ? null : idsIn(projectIds)],
      )
      return rows.map(toEnvironment)
    },
    async setEnvironmentHidden(organizationId, id, name, isHidden) {
      if (!isId(organizationId) || !isId(id) || !isStorableName(name)) return null
      const row = await db.first<EnvironmentRow>(
        `update ${s}.environments n set is_hidden = $4
         where n.organization_id = $1 and n.project_id = $2 and n.name = $3
           and ${notOfDeletedProject(s, 'n.project_id', 'n.organization_id')}
         returning n.name, n.id, n.is_hidden`,
        [organizationId, id, name, isHidden],
      )
      return row === null ? null : toEnvironment(row)
    },
    async organizationOf(projectId) {
      if (!isId(projectId)) return null
      const row = await db.first<{ organization_id: string }>(
        `select organization_id from ${s}.projects where id = $1`,
        [projectId],
      )
      return row?.organization_id ?? null
    },
  }
}

/** Throws `not_found` unless project and team are both the organization's. */
async function assignTeam(queries: Queries, s: string, ids: readonly [string, string, string]): Promise<void> {
  const rows = ids.every(isId)
    ? await queries.rows(
        `insert into ${s}.project_teams (project_id, team_id)
         select p.id, t.id
         from ${s}.projects p
         join ${s}.teams t on t.organization_id = p.organization_id
         where p.organization_id = $1 and p.id = $2 and t.id = $3
         on conflict (project_id, team_id) do update set team_id = excluded.team_id
         returning team_id`,
        ids,
      )
    : []
  if (rows.length === 0) throw new AppError('not_found', 'Wanted a project and a team of one organization')
}

interface ProjectRow {
  readonly id: string
  readonly project_organization_id: string
  readonly name: string
  readonly slug: string
  readonly platform: string | null
  readonly created_at: Date
  readonly first_event_at: Date | null
  readonly event_throttle_rate: number
  readonly scrub_ip_addresses: boolean
  readonly rate_limit: RequestRate
  readonly spike_guard: boolean
  readonly teams: readonly { readonly id: string; readonly slug: string }[]
}

function toProject(row: ProjectRow): Project {
  return {
    id: row.id,
    organizationId: row.project_organization_id,
    name: row.name,
    slug: row.slug,
    platform: row.platform,
    createdAt: row.created_at,
    firstEventAt: row.first_event_at,
    eventThrottleRate: row.event_throttle_rate,
    scrubIpAddresses: row.scrub_ip_addresses,
    rateLimit: row.rate_limit,
    spikeGuard: row.spike_guard,
    teams: row.teams,
  }
}

const CHANGEABLE: Columns<Parameters<ProjectStorage['update']>[2]> = {
  name: 'name',
  slug: 'slug',
  platform: 'platform',
  eventThrottleRate: 'event_throttle_rate',
  scrubIpAddresses: 'scrub_ip_addresses',
  rateLimit: 'rate_limit',
  spikeGuard: 'spike_guard',
}

interface EnvironmentRow {
  readonly name: string
  readonly id: string
  readonly is_hidden: boolean
}

function toEnvironment({ name, id, is_hidden: isHidden }: EnvironmentRow): Environment {
  return { name, id, isHidden }
}
