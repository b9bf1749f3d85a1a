import type { Migration } from './migration.js'

/**
 * How projects group; null while it is as the defaults are. Projects that are older than the second engine keep their
 * issues: what the first engine put into one of these goes there for another 90 days.
 */
export const grouping: Migration = {
  name: '0008-grouping',
  sql: (s) => `alter table ${s}.projects add column grouping jsonb;
update ${s}.projects set grouping = jsonb_build_object(
  'previous', 'g0',
  'previousUntil', to_char((now() + interval '90 days') at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
)`,
}
