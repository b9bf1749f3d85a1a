import type { Migration } from './migration.js'

/** What mails somebody wants, kind by kind, and when. */
export const mailChoices: Migration = {
  name: '0039-mail-choices',
  sql: (s) => `
-- By kind: those that somebody chose, but alerts, which have a column of their own.
alter table ${s}.users
  add column mails jsonb not null default '{}',
  add column quiet_hours jsonb;
-- Null: alerts of the project are as by default.
alter table ${s}.user_projects
  alter column is_subscribed drop not null,
  add column mails jsonb not null default '{}';
`,
}
