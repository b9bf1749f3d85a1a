import type { Migration } from './migration.js'

/** The past of monitors, summed up in the transaction that keeps a check. */
export const monitorHistory: Migration = {
  name: '0031-monitor-history',
  sql: (s) => `
create table ${s}.monitor_minutes (${COLUMNS}) partition by range (day);
create table ${s}.monitor_hours (${COLUMNS}) partition by range (day);
-- Each row changes with every check of its day.
create table ${s}.monitor_days (${COLUMNS}) with (fillfactor = 70);
alter table ${s}.monitor_days add foreign key (organization_id) references ${s}.organizations on delete cascade;
create index monitor_days_by_day on ${s}.monitor_days (day);
`,
}

const COLUMNS = `
  organization_id bigint not null,
  monitor_id bigint not null,
  day date not null,
  at timestamptz(3) not null,
  checks integer not null,
  failed integer not null,
  known_ms integer not null,
  down_ms integer not null,
  degraded_ms integer not null,
  maintenance_ms integer not null,
  -- Counts by slot, from the lowest slot that was seen to the highest.
  latency integer[] not null,
  dns_ms double precision not null,
  dns_count integer not null,
  connect_ms double precision not null,
  connect_count integer not null,
  tls_ms double precision not null,
  tls_count integer not null,
  first_byte_ms double precision not null,
  first_byte_count integer not null,
  transfer_ms double precision not null,
  transfer_count integer not null,
  primary key (organization_id, monitor_id, day, at)
`
