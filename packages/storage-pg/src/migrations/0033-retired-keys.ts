import type { Migration } from './migration.js'

/** Whose a deleted key was. Apps go on reporting with it, so it outlives its project and its organization. */
export const retiredKeys: Migration = {
  name: '0033-retired-keys',
  sql: (s) => `create table ${s}.retired_keys (
  public_key text collate "C" primary key,
  organization_id bigint not null,
  project_id bigint not null
);
create index retired_keys_of_project on ${s}.retired_keys (project_id);
`,
}
