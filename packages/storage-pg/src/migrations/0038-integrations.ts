import type { Migration } from './migration.js'

/** Code hosts and trackers, and what issues are linked to there. */
export const integrations: Migration = {
  name: '0038-integrations',
  sql: (s) => `
create table ${s}.integrations (
  id bigint generated always as identity primary key,
  organization_id bigint not null references ${s}.organizations on delete cascade,
  kind text not null,
  name text not null,
  url text not null,
  account text not null,
  sealed_token text,
  sealed_webhook_secret text,
  closes_linked boolean not null,
  resolves_issues boolean not null,
  template_title text not null,
  template_body text not null,
  error text not null default '',
  used_at timestamptz(3),
  created_at timestamptz(3) not null
);
create index integrations_of_organization on ${s}.integrations (organization_id, id);

-- Their organization is that of their integration: a project that moves leaves them behind.
create table ${s}.code_mappings (
  id bigint generated always as identity primary key,
  integration_id bigint not null references ${s}.integrations on delete cascade,
  project_id bigint not null references ${s}.projects on delete cascade,
  repository text not null,
  stack_root text not null,
  source_root text not null,
  branch text not null
);
create index code_mappings_of_integration on ${s}.code_mappings (integration_id);
create index code_mappings_of_project on ${s}.code_mappings (project_id);

-- What the other side has told already.
create table ${s}.integration_hooks (
  integration_id bigint not null references ${s}.integrations on delete cascade,
  delivery text not null,
  at timestamptz(3) not null,
  primary key (integration_id, delivery)
);
create index integration_hooks_by_age on ${s}.integration_hooks (at);

create table ${s}.issue_links (
  id bigint generated always as identity primary key,
  organization_id bigint not null,
  issue_id bigint not null,
  -- Null where the issue has moved away from the organization of the integration.
  integration_id bigint references ${s}.integrations on delete cascade,
  kind text not null,
  -- Null while it is being made there.
  key text,
  title text not null default '',
  url text not null default '',
  status text not null default 'open',
  created_at timestamptz(3) not null,
  created_by bigint references ${s}.users on delete set null,
  -- Tells what it is made of: the same is made once.
  claim text,
  claimed_until timestamptz(3),
  -- Whether the issue was resolved when both sides agreed last.
  settled_resolved boolean not null default false,
  attempts int not null default 0,
  next_attempt_at timestamptz(3)
);
create unique index issue_links_once on ${s}.issue_links (integration_id, issue_id, key);
create unique index issue_links_claims on ${s}.issue_links (integration_id, issue_id, claim);
create index issue_links_of_issue on ${s}.issue_links (organization_id, issue_id);
create index issue_links_by_key on ${s}.issue_links (integration_id, key);
create index issue_links_of_user on ${s}.issue_links (created_by) where created_by is not null;
`,
}
