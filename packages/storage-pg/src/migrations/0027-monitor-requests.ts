import type { Migration } from './migration.js'

/** How monitors ask and what the answer must be; what checks saw. */
export const monitorRequests: Migration = {
  name: '0027-monitor-requests',
  sql: (s) => `
alter table ${s}.monitors
  add column request jsonb,
  add column assertions jsonb not null default '[]',
  add column dns jsonb,
  add column certificate_ends_at timestamptz(3);

alter table ${s}.monitor_checks
  -- Null in what was kept before: as \`is_up\` says.
  add column found text,
  add column dns_ms real,
  add column connect_ms real,
  add column tls_ms real,
  add column first_byte_ms real,
  add column transfer_ms real,
  add column answer jsonb;
`,
}
