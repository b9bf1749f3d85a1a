import type { Migration } from './migration.js'

/** Filters and scrub rules of projects; null while they are the defaults. */
export const ingestSettings: Migration = {
  name: '0002-ingest-settings',
  sql: (s) => `alter table ${s}.projects add column ingest_settings jsonb`,
}
