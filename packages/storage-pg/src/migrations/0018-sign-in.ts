import type { Migration } from './migration.js'

/** Providers to sign in by, and the accounts that people have there. */
export const signIn: Migration = {
  name: '0018-sign-in',
  sql: (s) => `create table ${s}.sign_in_providers (
  id text collate "C" primary key,
  sealed_secret text,
  organization_id bigint references ${s}.organizations on delete set null,
  -- All that is not a column of its own; 'joining' without the organization.
  settings jsonb not null
);
create table ${s}.sign_in_settings (
  is_only boolean primary key default true check (is_only),
  settings jsonb not null
);
-- Of no foreign key to providers: those of the environment are no rows.
create table ${s}.identities (
  id bigint generated always as identity primary key,
  user_id bigint not null references ${s}.users on delete cascade,
  provider_id text collate "C" not null,
  issuer text collate "C" not null,
  subject text collate "C" not null,
  email text,
  name text not null,
  created_at timestamptz(3) not null,
  last_used_at timestamptz(3) not null,
  constraint identities_of_provider unique (provider_id, issuer, subject)
);
create index identities_of_user on ${s}.identities (user_id);
create table ${s}.sign_in_attempts (
  key_hash text collate "C" primary key,
  data jsonb not null,
  expires_at timestamptz(3) not null
);
`,
}
