import type { Migration } from './migration.js'

/** What was brought from other servers, and the ids that projects had there. */
export const imports: Migration = {
  name: '0022-imports',
  sql: (s) => `create table ${s}.import_marks (
  organization_id bigint not null references ${s}.organizations on delete cascade,
  source text collate "C" not null,
  kind text collate "C" not null,
  remote_id text collate "C" not null,
  local_id text collate "C" not null,
  state json not null,
  -- Events that an issue was given without their rows.
  carried bigint not null default 0,
  primary key (organization_id, source, kind, remote_id)
);
-- DSNs of the key that were given out elsewhere name this one.
alter table ${s}.project_keys add column former_project_id text collate "C";
`,
}
