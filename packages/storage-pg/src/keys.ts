import { AppError, type KeyTarget, type ProjectKey, type ProjectStorage, type RequestRate } from '@mishap/core'
import type { Database, Queries } from './database.js'
import { idsIn, isId, isStorableName, isUuid, mustBeId } from './ids.js'
import { emptyPage, readPage } from './paging.js'

type KeyMethods = Pick<
  ProjectStorage,
  'listKeys' | 'getKey' | 'createKey' | 'updateKey' | 'deleteKey' | 'ownedElsewhere' | 'findKeyTargets'
>

export function pgKeys(db: Database): KeyMethods {
  const s = db.schema
  const own = 'k.organization_id = $1 and k.project_id = $2'
  return {
    async listKeys(organizationId, projectId, page) {
      if (!isId(organizationId) || !isId(projectId)) return emptyPage()
      return readPage<KeyRow, ProjectKey>(db, page, {
        // Index: project_keys_of_project.
        select: `select ${COLUMNS} from ${s}.project_keys k`,
        where: own,
        values: [organizationId, projectId],
        keys: [
          { expression: 'k.created_at', type: 'timestamptz' },
          { expression: 'k.id', type: 'uuid' },
        ],
        toItem: toKey,
        keyOf: (key) => [key.createdAt.toISOString(), key.id],
      })
    },
    async getKey(organizationId, projectId, keyId) {
      if (!isId(organizationId) || !isId(projectId) || !isUuid(keyId)) return null
      const row = await db.first<KeyRow>(`select ${COLUMNS} from ${s}.project_keys k where ${own} and k.id = $3`, [
        organizationId,
        projectId,
        keyId,
      ])
      return row === null ? null : toKey(row)
    },
    async createKey(key) {
      return db.transaction((tx) => insertKey(tx, s, key))
    },
    async updateKey(organizationId, projectId, keyId, { name, isActive, rateLimit, formerProjectId }) {
      if (!isId(organizationId) || !isId(projectId) || !isUuid(keyId)) return null
      const row = await db.first<KeyRow>(
        `update ${s}.project_keys k set
           name = coalesce($4, k.name),
           is_active = coalesce($5, k.is_active),
           rate_limit_window = case when $6 then $7::int else k.rate_limit_window end,
           rate_limit_count = case when $6 then $8::int else k.rate_limit_count end,
           former_project_id = coalesce($9, k.former_project_id)
         where ${own} and k.id = $3
         returning ${COLUMNS}`,
        [
          ...[organizationId, projectId, keyId, name ?? null, isActive ?? null],
          ...[rateLimit !== undefined, rateLimit?.windowSeconds ?? null, rateLimit?.count ?? null],
          formerProjectId ?? null,
        ],
      )
      return row === null ? null : toKey(row)
    },
    async deleteKey(organizationId, projectId, keyId) {
      if (!isId(organizationId) || !isId(projectId) || !isUuid(keyId)) return false
      return (
        (await retireKeys(db, s, { where: `${own} and k.id = $3`, values: [organizationId, projectId, keyId] })) > 0
      )
    },
    async ownedElsewhere(organizationId, { publicKeys, projectIds }) {
      mustBeId(organizationId, 'an organization')
      // Indexes: retired_keys_pkey, retired_keys_of_project, projects_pkey.
      const rows = await db.rows<{ public_key: string | null; project_id: string | null }>(
        `select r.public_key, null as project_id
         from ${s}.retired_keys r
         where r.public_key = any($2) and r.organization_id <> $1
         union
         select null, r.project_id
         from ${s}.retired_keys r
         where r.project_id = any($3::bigint[]) and r.organization_id <> $1
         union
         select null, p.id
         from ${s}.projects p
         where p.id = any($3::bigint[]) and p.organization_id <> $1`,
        [organizationId, publicKeys.filter(isStorableName), idsIn(projectIds)],
      )
      return {
        publicKeys: new Set(rows.flatMap((row) => row.public_key ?? [])),
        projectIds: new Set(rows.flatMap((row) => row.project_id ?? [])),
      }
    },
    async findKeyTargets(publicKeys) {
      const wanted = publicKeys.filter(isStorableName)
      if (wanted.length === 0) return []
      // Index: project_keys_public_key_key.
      const rows = await db.prepared<TargetRow>(
        `select ${COLUMNS}, k.former_project_id, p.slug as project_slug, o.slug as organization_slug, o.is_accepting_events,
           o.event_throttle_rate as organization_throttle_rate, p.event_throttle_rate as project_throttle_rate,
           o.rate_limit as organization_rate_limit, p.rate_limit as project_rate_limit, p.spike_guard,
           o.scrub_ip_addresses or p.scrub_ip_addresses as scrub_ip_addresses
         from ${s}.project_keys k
         join ${s}.projects p on p.id = k.project_id
         join ${s}.organizations o on o.id = k.organization_id
         where k.public_key = any($1)`,
        [wanted],
      )
      return rows.map(toTarget)
    },
  }
}

/**
 * Within a transaction, which is to end with it. Rejects with `conflict` when the id or the public key is taken or was
 * another organization's, with `not_found` unless the project is the organization's.
 */
export async function insertKey(
  queries: Queries,
  s: string,
  key: Parameters<ProjectStorage['createKey']>[0],
): Promise<ProjectKey> {
  const { organizationId, projectId, id, publicKey, name, rateLimit, formerProjectId, takesRetired = false } = key
  const rows =
    isId(organizationId) && isId(projectId)
      ? await queries.rows<KeyRow>(
          `insert into ${s}.project_keys as k
             (organization_id, project_id, id, public_key, name, rate_limit_window, rate_limit_count, former_project_id)
           select p.organization_id, p.id, $3, $4, $5, $6, $7, $8
           from ${s}.projects p
           where p.organization_id = $1 and p.id = $2
           returning ${COLUMNS}`,
          [
            ...[organizationId, projectId, id, publicKey, name],
            ...[rateLimit?.windowSeconds ?? null, rateLimit?.count ?? null, formerProjectId ?? null],
          ],
        )
      : []
  const [row] = rows
  if (row === undefined) throw new AppError('not_found', `Wanted a project of the organization, found ${projectId}`)
  // Asked after the key is ours: whoever deletes it at this moment is through by now, and has left a row.
  const retired = `select from ${s}.retired_keys r where r.public_key = $1 and r.organization_id <> $2`
  if (!takesRetired && (await queries.rows(retired, [publicKey, organizationId])).length > 0)
    throw new AppError('conflict', `The key ${publicKey} was another organization's`)
  return toKey(row)
}

/** Deletes keys, and notes whose they were. Answers how many. */
export async function retireKeys(
  queries: Queries,
  s: string,
  { where, values }: { readonly where: string; readonly values: readonly unknown[] },
): Promise<number> {
  const rows = await queries.rows(
    `with gone as (
       delete from ${s}.project_keys k
       where ${where}
       returning k.public_key, k.organization_id, k.project_id
     )
     insert into ${s}.retired_keys (public_key, organization_id, project_id)
     select public_key, organization_id, project_id from gone
     on conflict (public_key) do update set organization_id = excluded.organization_id, project_id = excluded.project_id
     returning public_key`,
    values,
  )
  return rows.length
}

const COLUMNS = `k.id, k.organization_id, k.project_id, k.public_key, k.name, k.is_active, k.rate_limit_window,
  k.rate_limit_count, k.created_at`

interface KeyRow {
  readonly id: string
  readonly organization_id: string
  readonly project_id: string
  readonly public_key: string
  readonly name: string
  readonly is_active: boolean
  readonly rate_limit_window: number | null
  readonly rate_limit_count: number | null
  readonly created_at: Date
}

interface TargetRow extends KeyRow {
  readonly former_project_id: string | null
  readonly project_slug: string
  readonly organization_slug: string
  readonly is_accepting_events: boolean
  readonly organization_throttle_rate: number
  readonly project_throttle_rate: number
  readonly organization_rate_limit: RequestRate
  readonly project_rate_limit: RequestRate
  readonly spike_guard: boolean
  readonly scrub_ip_addresses: boolean
}

function toKey(row: KeyRow): ProjectKey {
  return {
    id: row.id,
    projectId: row.project_id,
    organizationId: row.organization_id,
    publicKey: row.public_key,
    name: row.name,
    isActive: row.is_active,
    rateLimit: toRateLimit(row),
    createdAt: row.created_at,
  }
}

function toRateLimit({ rate_limit_window, rate_limit_count }: KeyRow): ProjectKey['rateLimit'] {
  if (rate_limit_window === null || rate_limit_count === null) return null
  return { windowSeconds: rate_limit_window, count: rate_limit_count }
}

function toTarget(row: TargetRow): KeyTarget {
  const key = toKey(row)
  return {
    keyId: key.id,
    publicKey: key.publicKey,
    keyActive: key.isActive,
    rateLimit: key.rateLimit,
    projectId: key.projectId,
    formerProjectId: row.former_project_id,
    projectSlug: row.project_slug,
    organizationId: key.organizationId,
    organizationSlug: row.organization_slug,
    isAcceptingEvents: row.is_accepting_events,
    organizationThrottleRate: row.organization_throttle_rate,
    projectThrottleRate: row.project_throttle_rate,
    organizationRateLimit: row.organization_rate_limit,
    projectRateLimit: row.project_rate_limit,
    spikeGuard: row.spike_guard,
    scrubIpAddresses: row.scrub_ip_addresses,
  }
}
