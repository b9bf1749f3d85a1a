import type { Migration } from './migration.js'

/** Passkeys; recovery codes stand beside them as well as beside an app. */
export const passkeys: Migration = {
  name: '0017-passkeys',
  sql: (s) => `create table ${s}.passkeys (
  id bigint generated always as identity primary key,
  user_id bigint not null references ${s}.users on delete cascade,
  credential_id text collate "C" not null,
  public_key text not null,
  sign_count bigint not null,
  name text not null,
  is_passwordless boolean not null,
  transports jsonb not null,
  created_at timestamptz(3) not null,
  last_used_at timestamptz(3)
);
create unique index passkeys_of_credential on ${s}.passkeys (credential_id);
create index passkeys_of_user on ${s}.passkeys (user_id);
alter table ${s}.recovery_codes
  drop constraint recovery_codes_user_id_fkey,
  add constraint recovery_codes_of_user foreign key (user_id) references ${s}.users on delete cascade;
`,
}
