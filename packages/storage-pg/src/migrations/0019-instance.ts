import type { Migration } from './migration.js'

/** What was set at run time, how background work goes, and superusers who act as somebody else. */
export const instance: Migration = {
  name: '0019-instance',
  sql: (s) => `create table ${s}.instance_settings (
  name text collate "C" primary key,
  value jsonb not null
);

create table ${s}.job_runs (
  job text collate "C" not null,
  worker text collate "C" not null,
  finished_at timestamptz(3) not null,
  took_ms bigint not null,
  done bigint,
  since timestamptz(3),
  error text,
  primary key (job, worker)
);

-- Whoever is signed in by the session acts as this user until then.
alter table ${s}.sessions
  add column acting_as bigint references ${s}.users on delete set null,
  add column acting_until timestamptz(3);
create index sessions_acting_as on ${s}.sessions (acting_as) where acting_as is not null;

-- Who really did it, where somebody acted as another.
alter table ${s}.audit_log
  add column impersonator_id bigint,
  add column impersonator text;
create index audit_log_by_age on ${s}.audit_log (at);

-- For sums over all organizations.
create index project_outcomes_by_hour on ${s}.project_outcomes (hour);
`,
}
