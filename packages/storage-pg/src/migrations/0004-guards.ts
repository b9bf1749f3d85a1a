import type { Migration } from './migration.js'

/** Rates of projects and organizations, the spike guard with what it learns from, and the log of requests. */
export const guards: Migration = {
  name: '0004-guards',
  sql: (s) => `alter table ${s}.organizations add column rate_limit jsonb;

alter table ${s}.projects
  add column rate_limit jsonb,
  add column spike_guard boolean not null default true;

create table ${s}.project_requests (
  organization_id bigint not null,
  project_id bigint not null,
  hour timestamptz(3) not null,
  quantity bigint not null,
  primary key (project_id, hour, organization_id)
) with (fillfactor = 80);

-- A few hundred rows a project: the oldest go as new ones come.
create table ${s}.ingest_log (
  organization_id bigint not null,
  project_id bigint not null,
  at timestamptz(3) not null,
  id bigint generated always as identity,
  outcome text not null,
  reason text not null,
  sdk text,
  items jsonb not null,
  bytes bigint not null,
  primary key (project_id, at, id, organization_id)
) with (autovacuum_vacuum_scale_factor = 0.05)`,
}
