import type { Id, SealedPlace, SealedSecret, SealedStorage } from '@mishap/core'
import type { Database } from './database.js'
import { isId } from './ids.js'

export function pgSealed(db: Database): SealedStorage {
  const s = db.schema
  return {
    async list(place, after, limit) {
      const { table, id, owner, column, type } = PLACES[place]
      if (type === 'bigint' && after !== null && !isId(after)) return []
      // The primary key of each.
      const rows = await db.rows<{ id: string; owner_id: Id; sealed: readonly string[] }>(
        `select t.${id}::text as id, ${owner(s)}::text as owner_id, ${sealedOf(place, column)} as sealed
         from ${s}.${table} t
         where ${has(place, column)} and ($1::${type} is null or t.${id} > $1::${type})
         order by t.${id} limit $2`,
        [after, limit],
      )
      return rows.flatMap(({ id, owner_id, sealed }) =>
        sealed.map((one): SealedSecret => ({ place, id, ownerId: owner_id, sealed: one })),
      )
    },
    async replace({ place, id: rowId, sealed: before }, sealed) {
      const { table, id, column, type, json } = PLACES[place]
      if (type === 'bigint' && !isId(rowId)) return false
      // What is sealed has no character that JSON would write in another way.
      const [assigned, isStill] =
        json !== undefined
          ? [`replace(${column}::text, $2, $3)::${json}`, `position($2 in ${column}::text) > 0`]
          : ['$3', `${column} = $2`]
      const text = `update ${s}.${table} set ${column} = ${assigned}
        where ${id} = $1::${type} and ${isStill} returning ${id}`
      return (await db.first(text, [rowId, before, sealed])) !== null
    },
  }
}

interface Place {
  readonly table: string
  readonly id: string
  /** Of a row `t`. */
  readonly owner: (schema: string) => string
  readonly column: string
  readonly type: 'bigint' | 'text'
  /** Of a column with more than what is sealed. */
  readonly json?: 'json' | 'jsonb'
}

const OF_USER = { id: 'user_id', owner: () => 't.user_id', type: 'bigint' } as const
const OF_ORGANIZATION = { id: 'id', owner: () => 't.organization_id', type: 'bigint' } as const

const PLACES: Readonly<Record<SealedPlace, Place>> = {
  totp: { ...OF_USER, table: 'totp_factors', column: 'sealed_secret' },
  recovery_codes: { ...OF_USER, table: 'recovery_codes', column: 'sealed_codes' },
  sign_in_provider: {
    table: 'sign_in_providers',
    id: 'id',
    owner: () => 't.id',
    type: 'text',
    column: 'sealed_secret',
  },
  monitor_request: { ...OF_ORGANIZATION, table: 'monitors', column: 'request', json: 'jsonb' },
  integration_token: { ...OF_ORGANIZATION, table: 'integrations', column: 'sealed_token' },
  integration_webhook: { ...OF_ORGANIZATION, table: 'integrations', column: 'sealed_webhook_secret' },
  alert_recipient: {
    ...{ table: 'alert_recipients', id: 'id', type: 'bigint', column: 'config', json: 'json' },
    owner: (s) => `(select a.project_id from ${s}.project_alerts a where a.id = t.alert_id)`,
  },
}

/** A row without any would end the list too early where a page had no other. */
function has(place: SealedPlace, column: string): string {
  if (place === 'monitor_request') return `jsonb_path_exists(t.${column}, '$.**.sealed')`
  return place === 'alert_recipient' ? `t.${column} ->> 'sealed' is not null` : `t.${column} is not null`
}

function sealedOf(place: SealedPlace, column: string): string {
  if (place === 'alert_recipient') return `json_build_array(t.${column} ->> 'sealed')`
  if (place !== 'monitor_request') return `json_build_array(t.${column})`
  return `(select coalesce(json_agg(found #>> '{}'), '[]') from jsonb_path_query(t.${column}, '$.**.sealed') as found)`
}
