import type { Migration } from './migration.js'

/** Whose the address of a mail is, and why it goes there. */
export const mailPeople: Migration = {
  name: '0037-mail-people',
  sql: (s) => `
alter table ${s}.deliveries
  add column user_id bigint references ${s}.users on delete cascade,
  add column reason text;
create index deliveries_of_user on ${s}.deliveries (user_id) where user_id is not null;
`,
}
