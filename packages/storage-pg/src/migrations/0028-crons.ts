import type { Migration } from './migration.js'

/** Scheduled jobs, and what their monitors have heard of their runs. */
export const crons: Migration = {
  name: '0028-crons',
  sql: (s) => `
alter table ${s}.monitors
  add column cron jsonb,
  add column settled_at timestamptz(3),
  add column missed_at timestamptz(3);
create unique index monitors_of_check_ins on ${s}.monitors (project_id, (cron->>'slug'))
  where cron is not null and project_id is not null;

alter table ${s}.check_ins
  -- What was there before is nobody's any more.
  add column is_unheard boolean not null default false,
  add column heard_as text,
  add column expected_at timestamptz(3);
create index check_ins_unheard on ${s}.check_ins (updated_at) where is_unheard;
create index check_ins_running on ${s}.check_ins (organization_id, project_id, monitor_slug, updated_at)
  where status = 'in_progress' and heard_as = 'in_progress';
`,
}
