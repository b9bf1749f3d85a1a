import type { Migration } from './migration.js'

/** What is just being closed elsewhere is not opened again before that is over. */
export const closingAlarms: Migration = {
  name: '0049-closing-alarms',
  sql: (s) => `
-- Somebody closes it, until next_at.
alter table ${s}.alert_alarms add column is_closing boolean not null default false;
`,
}
