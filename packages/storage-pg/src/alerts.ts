import {
  ALERT_BOUNDS,
  type AlertFields,
  type AlertRecipient,
  type AlertStorage,
  AppError,
  boundAlert,
  type Id,
  type ProjectAlert,
  type Rule,
  tooManyAlerts,
} from '@mishap/core'
import type { Database, Queries } from './database.js'
import { RECIPIENT } from './deliveries/row.js'
import { isId, mustBeId } from './ids.js'
import { emptyPage, readPage } from './paging.js'
import { type Columns, setClause } from './update.js'

export function pgAlerts(db: Database): AlertStorage {
  const s = db.schema
  const columns = columnsOf(s)
  const find = async (queries: Queries, organizationId: Id, projectId: Id, id: Id) => {
    const [row] = await queries.rows<AlertRow>(
      `select ${columns} from ${s}.project_alerts a where a.id = $3 and a.organization_id = $1 and a.project_id = $2`,
      [organizationId, projectId, id],
    )
    return row === undefined ? null : toAlert(row)
  }
  return {
    async list(organizationId, projectId, page) {
      if (!isId(organizationId) || !isId(projectId)) return emptyPage()
      return readPage<AlertRow, ProjectAlert>(db, page, {
        // Index: project_alerts_of_project.
        select: `select ${columns} from ${s}.project_alerts a`,
        where: 'a.organization_id = $1 and a.project_id = $2',
        values: [organizationId, projectId],
        keys: [{ expression: 'a.id', type: 'bigint' }],
        toItem: toAlert,
        keyOf: ({ id }) => [id],
      })
    },
    async listAll(organizationId, page) {
      if (!isId(organizationId)) return emptyPage()
      return readPage<AlertRow, ProjectAlert>(db, page, {
        // Index: project_alerts_of_organization.
        select: `select ${columns} from ${s}.project_alerts a`,
        where: 'a.organization_id = $1',
        values: [organizationId],
        keys: [
          { expression: 'a.project_id', type: 'bigint' },
          { expression: 'a.id', type: 'bigint' },
        ],
        toItem: toAlert,
        keyOf: ({ projectId, id }) => [projectId, id],
      })
    },
    async get(organizationId, projectId, id) {
      return isId(organizationId) && isId(projectId) && isId(id) ? find(db, organizationId, projectId, id) : null
    },
    async create(organizationId, projectId, alert, now) {
      mustBeId(organizationId, 'an organization')
      mustBeId(projectId, 'a project')
      const { recipients, ...fields } = boundAlert(alert)
      const { names, values } = assigned(fields)
      return db.transaction(async (tx) => {
        await mustFit(tx, s, organizationId, projectId)
        const [row] = await tx.rows<{ id: Id }>(
          `insert into ${s}.project_alerts (organization_id, project_id, created_at, ${names.join(', ')})
           values ($1, $2, $3, ${names.map((_, index) => `$${index + 4}`).join(', ')})
           returning id`,
          [organizationId, projectId, now, ...values],
        )
        if (row !== undefined) await replaceRecipients(tx, s, row.id, recipients)
        const made = row === undefined ? null : await find(tx, organizationId, projectId, row.id)
        if (made === null) throw new AppError('internal', 'Wanted the alert that was made, found none')
        return made
      })
    },
    async update(organizationId, projectId, id, change) {
      if (!isId(organizationId) || !isId(projectId) || !isId(id)) return null
      const { recipients, ...fields } = boundAlert(change)
      const { assignments, values } = setClause(COLUMNS, toColumns(fields), 4)
      return db.transaction(async (tx) => {
        // Its row is locked: recipients are replaced by one after the other.
        const updated = await tx.rows(
          `update ${s}.project_alerts set ${assignments} where organization_id = $1 and project_id = $2 and id = $3
           returning id`,
          [organizationId, projectId, id, ...values],
        )
        if (updated.length === 0) return null
        if (recipients !== undefined) await replaceRecipients(tx, s, id, recipients)
        return find(tx, organizationId, projectId, id)
      })
    },
    async delete(organizationId, projectId, id) {
      if (!isId(organizationId) || !isId(projectId) || !isId(id)) return false
      const gone = await db.rows(
        `delete from ${s}.project_alerts where organization_id = $1 and project_id = $2 and id = $3 returning id`,
        [organizationId, projectId, id],
      )
      return gone.length > 0
    },
    async recipients(organizationId) {
      if (!isId(organizationId)) return []
      // Index: project_alerts_of_project.
      return db.rows<AlertRecipient>(
        `select r.id, r.kind, r.url, r.tags, r.config
         from ${s}.project_alerts a join ${s}.alert_recipients r on r.alert_id = a.id
         where a.organization_id = $1
         order by a.id, r.position`,
        [organizationId],
      )
    },
  }
}

type Fields = Omit<AlertFields, 'recipients'>

interface KeptFields extends Omit<Fields, 'users'> {
  readonly usersQuantity: number | null
  readonly usersMinutes: number | null
}

const COLUMNS: Columns<KeptFields> = {
  ...{ name: 'name', timespanMinutes: 'timespan_minutes', quantity: 'quantity', isEnabled: 'is_enabled' },
  ...{ triggers: 'triggers', usersQuantity: 'users_quantity', usersMinutes: 'users_minutes', query: 'query' },
  ...{ cooldownMinutes: 'cooldown_minutes', digestMinutes: 'digest_minutes', quietHours: 'quiet_hours' },
  mutedUntil: 'muted_until',
}

function toColumns({ users, ...fields }: Partial<Fields>): Partial<KeptFields> {
  return users === undefined
    ? fields
    : { ...fields, usersQuantity: users?.quantity ?? null, usersMinutes: users?.minutes ?? null }
}

function assigned(fields: Fields): { readonly names: readonly string[]; readonly values: readonly unknown[] } {
  const kept: Readonly<Record<string, unknown>> = { ...toColumns(fields) }
  return { names: Object.values(COLUMNS), values: Object.keys(COLUMNS).map((field) => kept[field]) }
}

/** One at a time adds to the alerts of a project. Throws `not_found` where it is gone. */
async function mustFit(tx: Queries, s: string, organizationId: Id, projectId: Id): Promise<void> {
  const found = await tx.rows(`select id from ${s}.projects where id = $2 and organization_id = $1 for no key update`, [
    organizationId,
    projectId,
  ])
  if (found.length === 0)
    throw new AppError('not_found', `Wanted the id of a project, found ${JSON.stringify(projectId)}`)
  const [row] = await tx.rows<{ alerts: number }>(
    `select count(*)::int as alerts from ${s}.project_alerts where project_id = $1`,
    [projectId],
  )
  if ((row?.alerts ?? 0) >= ALERT_BOUNDS.alerts) throw tooManyAlerts()
}

async function replaceRecipients(
  tx: Queries,
  s: string,
  alertId: Id,
  recipients: AlertFields['recipients'],
): Promise<void> {
  const rows = recipients.map((one, position) => ({ ...one, position }))
  const wanted = 'json_to_recordset($2::json) as q(kind text, url text, tags json, config json, position int)'
  await tx.rows(
    `delete from ${s}.alert_recipients r
     where r.alert_id = $1 and not exists (select from ${wanted} where q.kind = r.kind and q.url = r.url)`,
    [alertId, JSON.stringify(rows)],
  )
  await tx.rows(
    `insert into ${s}.alert_recipients (alert_id, kind, url, tags, config, position)
     select $1, q.kind, q.url, q.tags, q.config, q.position
     from ${wanted}
     order by q.position
     on conflict (alert_id, kind, url)
     do update set tags = excluded.tags, config = excluded.config, position = excluded.position`,
    [alertId, JSON.stringify(rows)],
  )
}

/** Of `project_alerts` as `a`. */
export const RULE_COLUMNS = `a.id, a.organization_id, a.project_id, a.name, a.timespan_minutes, a.quantity, a.is_enabled,
    array_to_json(a.triggers) as triggers, a.users_quantity, a.users_minutes, a.query, a.cooldown_minutes,
    a.digest_minutes, a.quiet_hours, a.muted_until, a.created_at`

function columnsOf(s: string): string {
  return `${RULE_COLUMNS},
    (select json_agg(${RECIPIENT}
        order by r.position)
      from ${s}.alert_recipients r
      where r.alert_id = a.id) as recipients`
}

export interface RuleRow {
  readonly id: Id
  readonly organization_id: Id
  readonly project_id: Id
  readonly name: string
  readonly timespan_minutes: number | null
  readonly quantity: number | null
  readonly is_enabled: boolean
  readonly triggers: ProjectAlert['triggers']
  readonly users_quantity: number | null
  readonly users_minutes: number | null
  readonly query: string
  readonly cooldown_minutes: number | null
  readonly digest_minutes: number
  readonly quiet_hours: ProjectAlert['quietHours']
  readonly muted_until: Date | null
  readonly created_at: Date
}

interface AlertRow extends RuleRow {
  readonly recipients: readonly AlertRecipient[] | null
}

export function toRule(row: RuleRow): Rule {
  const { users_quantity: quantity, users_minutes: minutes } = row
  return {
    ...{ id: row.id, organizationId: row.organization_id, projectId: row.project_id, name: row.name },
    ...{ timespanMinutes: row.timespan_minutes, quantity: row.quantity },
    ...{ isEnabled: row.is_enabled, triggers: row.triggers, query: row.query },
    users: quantity === null || minutes === null ? null : { quantity, minutes },
    ...{ cooldownMinutes: row.cooldown_minutes, digestMinutes: row.digest_minutes, quietHours: row.quiet_hours },
    ...{ mutedUntil: row.muted_until, createdAt: row.created_at },
  }
}

function toAlert(row: AlertRow): ProjectAlert {
  return { ...toRule(row), recipients: row.recipients ?? [] }
}
