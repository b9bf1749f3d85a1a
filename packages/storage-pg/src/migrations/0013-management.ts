import type { Migration } from './migration.js'

/** Invitations, second addresses, what people want to hear of, and who changed what. */
export const management: Migration = {
  name: '0013-management',
  sql: (s) => `alter table ${s}.organizations add column require_two_factor boolean not null default false;

-- A place of nobody yet has an address, and becomes a user's by its secret.
alter table ${s}.memberships
  alter column user_id drop not null,
  add column email text,
  add column invited_by bigint references ${s}.users on delete set null,
  add column invitation_hash text collate "C",
  add column invitation_expires_at timestamptz(3),
  add column is_primary_owner boolean not null default false,
  add constraint memberships_of_somebody check ((user_id is null) <> (email is null)),
  add constraint memberships_primary_is_owner check (not is_primary_owner or (role = 'owner' and user_id is not null));
update ${s}.memberships set is_primary_owner = true
where id in (
  select min(id) from ${s}.memberships where role = 'owner' group by organization_id
);
create unique index memberships_primary_owner on ${s}.memberships (organization_id) where is_primary_owner;
create unique index memberships_invited on ${s}.memberships (organization_id, lower(email)) where email is not null;

alter table ${s}.api_tokens add column expires_at timestamptz(3);

alter table ${s}.users
  add column email_verified_at timestamptz(3),
  add column subscribes_by_default boolean not null default true;
-- Beside the primary one, which is in users.
create table ${s}.user_emails (
  user_id bigint not null references ${s}.users on delete cascade,
  email text not null,
  verified_at timestamptz(3)
);
create unique index user_emails_of_user on ${s}.user_emails (user_id, lower(email));
create unique index user_emails_verified on ${s}.user_emails (lower(email)) where verified_at is not null;
create table ${s}.email_confirmations (
  token_hash text collate "C" primary key,
  user_id bigint not null references ${s}.users on delete cascade,
  email text not null,
  expires_at timestamptz(3) not null
);
create index email_confirmations_of_user on ${s}.email_confirmations (user_id);
create table ${s}.user_projects (
  user_id bigint not null references ${s}.users on delete cascade,
  project_id bigint not null references ${s}.projects on delete cascade,
  is_subscribed boolean not null,
  primary key (user_id, project_id)
);
create index user_projects_of_project on ${s}.user_projects (project_id);

alter table ${s}.environments
  add column id bigint generated always as identity,
  add column is_hidden boolean not null default false;

-- Holds on to nothing: it outlives what it is about.
create table ${s}.audit_log (
  id bigint generated always as identity primary key,
  organization_id bigint,
  at timestamptz(3) not null,
  user_id bigint,
  actor text not null,
  via text not null,
  ip text,
  action text collate "C" not null,
  target_kind text collate "C" not null,
  target_id text not null,
  target_name text not null,
  before jsonb,
  after jsonb
);
create index audit_log_of_organization on ${s}.audit_log (organization_id, id);
`,
}
