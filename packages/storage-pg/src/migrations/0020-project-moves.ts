import type { Migration } from './migration.js'

/** Projects that are handed to another organization, until all that belongs to them has followed. */
export const projectMoves: Migration = {
  name: '0020-project-moves',
  sql: (s) => `create table ${s}.project_moves (
  project_id bigint primary key,
  from_id bigint not null,
  to_id bigint not null,
  -- Rows of the issues up to this one have followed.
  issue_id bigint not null default 0,
  started_at timestamptz(3) not null default now()
);

-- Whose they were: what was taken in then may come as late as a buffer is long.
create table ${s}.project_homes (
  project_id bigint not null references ${s}.projects on delete cascade,
  organization_id bigint not null,
  primary key (project_id, organization_id)
)`,
}
