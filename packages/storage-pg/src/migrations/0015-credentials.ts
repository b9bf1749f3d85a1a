import type { Migration } from './migration.js'

/** Secrets that stand in for a password once, and by what a session was signed in. */
export const credentials: Migration = {
  name: '0015-credentials',
  sql: (s) => `alter table ${s}.sessions add column proofs jsonb not null default '[]';

-- Worth something only while the user has the address that they had then.
create table ${s}.user_secrets (
  token_hash text collate "C" primary key,
  user_id bigint not null references ${s}.users on delete cascade,
  purpose text collate "C" not null,
  email text not null,
  expires_at timestamptz(3) not null
);
create index user_secrets_of_user on ${s}.user_secrets (user_id);
`,
}
