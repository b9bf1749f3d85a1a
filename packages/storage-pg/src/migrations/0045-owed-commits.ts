import type { Migration } from './migration.js'

/** What is still to be asked for of the commits of a release: `refs` as JSON, in the order in which they were told. */
export const owedCommits: Migration = {
  name: '0045-owed-commits',
  sql: (s) => `
alter table ${s}.releases
  add refs jsonb,
  add refs_due_at timestamptz,
  add refs_attempts integer not null default 0;
create index releases_refs_due on ${s}.releases (refs_due_at) where refs is not null;
`,
}
