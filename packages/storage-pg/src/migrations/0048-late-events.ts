import type { Migration } from './migration.js'

/** Issues that got events long after those were received: rules look at them, whoever stored them. */
export const lateEvents: Migration = {
  name: '0048-late-events',
  sql: (s) => `
create table ${s}.late_issues (
  issue_id bigint primary key,
  look_at timestamptz(3) not null
);
create index late_issues_to_look_at on ${s}.late_issues (look_at);
`,
}
