import type { Migration } from './migration.js'

/** Who of the host app each user stands for. */
export const hostUsers: Migration = {
  name: '0025-host-users',
  sql: (s) => `create table ${s}.host_users (
  host_id text primary key,
  user_id bigint not null unique references ${s}.users on delete cascade
);
`,
}
