import {
  AppError,
  boundIntegration,
  type Id,
  INTEGRATION_BOUNDS,
  type Integration,
  type IntegrationFields,
  type IntegrationStorage,
  storable,
  tooManyIntegrations,
} from '@mishap/core'
import type { Database, Queries } from '../database.js'
import { isId, mustBeId } from '../ids.js'
import { emptyPage, readPage } from '../paging.js'
import { type Columns, setClause } from '../update.js'
import { pgCodeMappings } from './code-mappings.js'

export function pgIntegrations(db: Database): IntegrationStorage {
  const s = db.schema
  const select = `select ${COLUMNS} from ${s}.integrations i`
  return {
    ...pgCodeMappings(db),
    async list(organizationId, page) {
      if (!isId(organizationId)) return emptyPage()
      return readPage<IntegrationRow, Integration>(db, page, {
        // Index: integrations_of_organization.
        ...{ select, where: 'i.organization_id = $1', values: [organizationId] },
        keys: [{ expression: 'i.id', type: 'bigint' }],
        toItem: toIntegration,
        keyOf: ({ id }) => [id],
      })
    },
    async get(organizationId, id) {
      if (!isId(organizationId) || !isId(id)) return null
      const row = await db.first<IntegrationRow>(`${select} where i.id = $2 and i.organization_id = $1`, [
        organizationId,
        id,
      ])
      return row === null ? null : toIntegration(row)
    },
    async find(id) {
      if (!isId(id)) return null
      const row = await db.first<IntegrationRow>(`${select} where i.id = $1`, [id])
      return row === null ? null : toIntegration(row)
    },
    async create(organizationId, kind, fields) {
      mustBeId(organizationId, 'an organization')
      const { createdAt, ...bounded } = boundIntegration(fields)
      return db.transaction(async (tx) => {
        await mustFit(tx, s, organizationId)
        const names = Object.keys(CHANGEABLE) as (keyof typeof CHANGEABLE)[]
        const flat = flattened(bounded)
        const [row] = await tx.rows<IntegrationRow>(
          `insert into ${s}.integrations as i (organization_id, kind, created_at, ${Object.values(CHANGEABLE).join(', ')})
           values ($1, $2, $3, ${names.map((_, index) => `$${index + 4}`).join(', ')})
           returning ${COLUMNS}`,
          [organizationId, kind, createdAt, ...names.map((name) => flat[name])],
        )
        if (row === undefined) throw new AppError('internal', 'Wanted the integration that was made, found none')
        return toIntegration(row)
      })
    },
    async update(organizationId, id, change) {
      if (!isId(organizationId) || !isId(id)) return null
      const { assignments, values } = setClause(CHANGEABLE, flattened(boundIntegration(change)), 3)
      const row = await db.first<IntegrationRow>(
        `update ${s}.integrations i set ${assignments} where i.organization_id = $1 and i.id = $2 returning ${COLUMNS}`,
        [organizationId, id, ...values],
      )
      return row === null ? null : toIntegration(row)
    },
    async delete(organizationId, id) {
      if (!isId(organizationId) || !isId(id)) return false
      const text = `delete from ${s}.integrations where organization_id = $1 and id = $2 returning id`
      return (await db.first(text, [organizationId, id])) !== null
    },
    async noteUse(id, { at, error }) {
      if (!isId(id)) return
      await db.rows(`update ${s}.integrations set used_at = $2, error = $3 where id = $1`, [
        ...[id, at],
        storable(error, INTEGRATION_BOUNDS.error),
      ])
    },
    async isHeard(id, delivery) {
      if (!isId(id)) return false
      // Index: integration_hooks_pkey.
      const row = await db.first(`select 1 from ${s}.integration_hooks where integration_id = $1 and delivery = $2`, [
        id,
        storable(delivery, INTEGRATION_BOUNDS.delivery),
      ])
      return row !== null
    },
    async noteHeard(id, delivery, at) {
      if (!isId(id)) return
      await db.rows(
        `insert into ${s}.integration_hooks (integration_id, delivery, at)
         select i.id, $2, $3 from ${s}.integrations i where i.id = $1
         on conflict do nothing`,
        [id, storable(delivery, INTEGRATION_BOUNDS.delivery), at],
      )
    },
  }
}

type Flat = Omit<IntegrationFields, 'template'> & { readonly templateTitle: string; readonly templateBody: string }

const CHANGEABLE: Columns<Flat> = {
  name: 'name',
  url: 'url',
  account: 'account',
  sealedToken: 'sealed_token',
  sealedWebhookSecret: 'sealed_webhook_secret',
  closesLinked: 'closes_linked',
  resolvesIssues: 'resolves_issues',
  templateTitle: 'template_title',
  templateBody: 'template_body',
}

const COLUMNS = `i.id, i.organization_id, i.kind, ${Object.values(CHANGEABLE)
  .map((name) => `i.${name}`)
  .join(', ')}, i.error, i.used_at, i.created_at`

function flattened({ template, ...fields }: Partial<IntegrationFields>): Partial<Flat> {
  return template === undefined ? fields : { ...fields, templateTitle: template.title, templateBody: template.body }
}

/** One at a time adds to the integrations of an organization. */
async function mustFit(tx: Queries, s: string, organizationId: Id): Promise<void> {
  const found = await tx.rows(`select id from ${s}.organizations where id = $1 for no key update`, [organizationId])
  if (found.length === 0)
    throw new AppError('not_found', `Wanted the id of an organization, found ${JSON.stringify(organizationId)}`)
  const [row] = await tx.rows<{ count: number }>(
    `select count(*)::int as count from ${s}.integrations where organization_id = $1`,
    [organizationId],
  )
  if ((row?.count ?? 0) >= INTEGRATION_BOUNDS.integrations) throw tooManyIntegrations()
}

interface IntegrationRow {
  readonly id: Id
  readonly organization_id: Id
  readonly kind: Integration['kind']
  readonly name: string
  readonly url: string
  readonly account: string
  readonly sealed_token: string | null
  readonly sealed_webhook_secret: string | null
  readonly closes_linked: boolean
  readonly resolves_issues: boolean
  readonly template_title: string
  readonly template_body: string
  readonly error: string
  readonly used_at: Date | null
  readonly created_at: Date
}

function toIntegration(row: IntegrationRow): Integration {
  return {
    id: row.id,
    organizationId: row.organization_id,
    kind: row.kind,
    name: row.name,
    url: row.url,
    account: row.account,
    sealedToken: row.sealed_token,
    sealedWebhookSecret: row.sealed_webhook_secret,
    closesLinked: row.closes_linked,
    resolvesIssues: row.resolves_issues,
    template: { title: row.template_title, body: row.template_body },
    error: row.error,
    lastUsedAt: row.used_at,
    createdAt: row.created_at,
  }
}
