import {
  AppError,
  type Membership,
  type Organization,
  type OrganizationStorage,
  type RequestRate,
  type Role,
} from '@mishap/core'
import type { Database, Queries } from './database.js'
import { deleteOrganization } from './deletion.js'
import { isId, isStorableName, mustBeId } from './ids.js'
import { emptyPage, readPage } from './paging.js'
import { insertWithSlug } from './slugs.js'
import { type Columns, setClause } from './update.js'
import { toUser, type UserRow, userColumns } from './users.js'

export function pgOrganizations(db: Database): OrganizationStorage {
  const s = db.schema
  const columns = organizationColumns('o')
  return {
    async create({ name, slug, ownerId }) {
      mustBeId(ownerId, 'a user')
      return db.transaction(async (tx) => {
        const taken = { text: `select slug from ${s}.organizations where starts_with(slug, $1)`, values: [] }
        const row = await insertWithSlug(tx, slug, taken, async (free) => {
          const [inserted] = await tx.rows<OrganizationRow>(
            `insert into ${s}.organizations as o (name, slug) values ($1, $2)
             on conflict (slug) do nothing
             returning ${columns}`,
            [name, free],
          )
          return inserted ?? null
        })
        const { id } = await insertMember(tx, s, [row.organization_id, ownerId, 'owner'])
        await tx.rows(`update ${s}.memberships set is_primary_owner = true where id = $1`, [id])
        return toOrganization(row)
      })
    },
    async get(id) {
      if (!isId(id)) return null
      const row = await db.first<OrganizationRow>(`select ${columns} from ${s}.organizations o where id = $1`, [id])
      return row === null ? null : toOrganization(row)
    },
    async getBySlug(slug) {
      if (!isStorableName(slug)) return null
      // Index: organizations_slug_key.
      const row = await db.first<OrganizationRow>(`select ${columns} from ${s}.organizations o where slug = $1`, [slug])
      return row === null ? null : toOrganization(row)
    },
    async list(page, filter) {
      const query = filter?.query ?? ''
      if (!isStorableName(query)) return emptyPage()
      return readPage<OrganizationRow, Organization>(db, page, {
        select: `select ${columns} from ${s}.organizations o`,
        where: '(strpos(lower(o.name), lower($1)) > 0 or strpos(lower(o.slug), lower($1)) > 0)',
        values: [query],
        keys: byName('o'),
        toItem: toOrganization,
        keyOf: nameKey,
      })
    },
    async listForUser(userId, page) {
      if (!isId(userId)) return emptyPage()
      return readPage<OrganizationRow, Organization>(db, page, {
        // Index: memberships_of_user.
        select: `select ${columns}
          from ${s}.memberships m
          join ${s}.organizations o on o.id = m.organization_id`,
        where: 'm.user_id = $1',
        values: [userId],
        keys: byName('o'),
        toItem: toOrganization,
        keyOf: nameKey,
      })
    },
    async hasAny() {
      const row = await db.first<{ found: boolean }>(`select exists (select from ${s}.organizations) as found`)
      return row?.found === true
    },
    async update(id, change) {
      if (!isId(id)) return null
      const { assignments, values } = setClause(CHANGEABLE, change, 2)
      const row = await db.first<OrganizationRow>(
        `update ${s}.organizations o set ${assignments} where id = $1 returning ${columns}`,
        [id, ...values],
      )
      return row === null ? null : toOrganization(row)
    },
    async delete(id) {
      return isId(id) && deleteOrganization(db.patient, id)
    },
    async membership(organizationId, userId) {
      if (!isId(organizationId) || !isId(userId)) return null
      // Index: memberships_organization_id_user_id_key.
      const row = await db.first<MembershipRow>(
        `select ${MEMBERSHIP_COLUMNS} from ${s}.memberships m where organization_id = $1 and user_id = $2`,
        [organizationId, userId],
      )
      return row === null ? null : toMembership(row)
    },
    async addMember(organizationId, userId, role) {
      return insertMember(db, s, [mustBeId(organizationId, 'an organization'), mustBeId(userId, 'a user'), role])
    },
    async listMembers(organizationId, page) {
      if (!isId(organizationId)) return emptyPage()
      return readPage<MembershipRow & UserRow, Member>(db, page, {
        // Index: memberships_organization_id_user_id_key.
        select: `select ${MEMBERSHIP_COLUMNS}, ${userColumns('u')}
          from ${s}.memberships m
          join ${s}.users u on u.id = m.user_id`,
        where: 'm.organization_id = $1',
        values: [organizationId],
        keys: [{ expression: 'm.id', type: 'bigint' }],
        toItem: (row) => ({ membership: toMembership(row), user: toUser(row) }),
        keyOf: ({ membership }) => [membership.id],
      })
    },
  }
}

type Member = Awaited<ReturnType<OrganizationStorage['listMembers']>>['items'][number]

/** By name without regard to case, then by age; the same order whatever the database's collation. */
export function byName(from: string): readonly { readonly expression: string; readonly type: string }[] {
  return [
    { expression: `lower(${from}.name) collate "C"`, type: 'text' },
    { expression: `${from}.id`, type: 'bigint' },
  ]
}

export function nameKey({ name, id }: { readonly name: string; readonly id: string }): readonly string[] {
  return [name.toLowerCase(), id]
}

/** The columns of an organization under names of their own, for statements that join others. */
export function organizationColumns(from: string): string {
  return `${from}.id as organization_id, ${from}.name as organization_name, ${from}.slug as organization_slug,
    ${from}.created_at as organization_created_at, ${from}.is_accepting_events as organization_is_accepting_events,
    ${from}.event_throttle_rate as organization_throttle_rate,
    ${from}.open_membership as organization_open_membership,
    ${from}.require_two_factor as organization_require_two_factor,
    ${from}.scrub_ip_addresses as organization_scrub_ip_addresses, ${from}.rate_limit as organization_rate_limit`
}

export interface OrganizationRow {
  readonly organization_id: string
  readonly organization_name: string
  readonly organization_slug: string
  readonly organization_created_at: Date
  readonly organization_is_accepting_events: boolean
  readonly organization_throttle_rate: number
  readonly organization_open_membership: boolean
  readonly organization_require_two_factor: boolean
  readonly organization_scrub_ip_addresses: boolean
  readonly organization_rate_limit: RequestRate
}

export function toOrganization(row: OrganizationRow): Organization {
  return {
    id: row.organization_id,
    name: row.organization_name,
    slug: row.organization_slug,
    createdAt: row.organization_created_at,
    isAcceptingEvents: row.organization_is_accepting_events,
    eventThrottleRate: row.organization_throttle_rate,
    openMembership: row.organization_open_membership,
    requireTwoFactor: row.organization_require_two_factor,
    scrubIpAddresses: row.organization_scrub_ip_addresses,
    rateLimit: row.organization_rate_limit,
  }
}

async function insertMember(queries: Queries, s: string, values: readonly [string, string, Role]): Promise<Membership> {
  const [row] = await queries.rows<MembershipRow>(
    `insert into ${s}.memberships as m (organization_id, user_id, role)
     values ($1, $2, $3)
     returning ${MEMBERSHIP_COLUMNS}`,
    values,
  )
  if (row === undefined) throw new AppError('internal', 'Wanted the membership that was made, found none')
  return toMembership(row)
}

const MEMBERSHIP_COLUMNS = 'm.id, m.organization_id, m.user_id as member_id, m.role, m.created_at'

interface MembershipRow {
  readonly id: string
  readonly organization_id: string
  readonly member_id: string
  readonly role: Role
  readonly created_at: Date
}

function toMembership(row: MembershipRow): Membership {
  return {
    id: row.id,
    organizationId: row.organization_id,
    userId: row.member_id,
    role: row.role,
    createdAt: row.created_at,
  }
}

const CHANGEABLE: Columns<Parameters<OrganizationStorage['update']>[1]> = {
  name: 'name',
  slug: 'slug',
  isAcceptingEvents: 'is_accepting_events',
  eventThrottleRate: 'event_throttle_rate',
  openMembership: 'open_membership',
  requireTwoFactor: 'require_two_factor',
  scrubIpAddresses: 'scrub_ip_addresses',
  rateLimit: 'rate_limit',
}
