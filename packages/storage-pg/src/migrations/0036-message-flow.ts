import type { Migration } from './migration.js'

/** What becomes of messages of alerts: they gather, wait, are muted, and their channels rest. */
export const messageFlow: Migration = {
  name: '0036-message-flow',
  sql: (s) => `
alter table ${s}.deliveries
  -- Why it waits; null: it is due, or left.
  add column held text,
  -- What happens meanwhile is added to it; null: nothing is.
  add column gathers text,
  -- The channel that it waits for.
  add column channel_key text,
  -- Whether it may have been sent: it stays what it is from then on.
  add column has_begun boolean not null default false,
  add column payload text;
update ${s}.deliveries set has_begun = true where attempts > 0;
create unique index deliveries_gathering
  on ${s}.deliveries (alert_id, coalesce(recipient_id, 0), coalesce(address, ''), gathers) where gathers is not null;
create index deliveries_of_channel on ${s}.deliveries (channel_key) where channel_key is not null;
create index deliveries_failed on ${s}.deliveries (alert_id, id) where state = 'failed';

create table ${s}.delivery_attempts (
  delivery_id bigint not null references ${s}.deliveries on delete cascade,
  number int not null,
  at timestamptz(3) not null,
  ms int not null,
  status int,
  error text not null,
  answer text not null,
  primary key (delivery_id, number)
);

-- When messages of an alert left, and until when they gather.
create table ${s}.alert_paces (
  alert_id bigint primary key references ${s}.project_alerts on delete cascade,
  pace json not null
);

-- How a way to somebody does, for all alerts that take it. Keys are hashes: what they are made of is secret.
create table ${s}.channels (
  key text primary key,
  state json not null,
  used_at timestamptz(3) not null
);
create index channels_by_use on ${s}.channels (used_at);

-- Organizations that a channel lets down, and what of it they are to be told.
create table ${s}.channel_outages (
  key text not null,
  organization_id bigint not null references ${s}.organizations on delete cascade,
  alert_id bigint not null references ${s}.project_alerts on delete cascade,
  kind text not null,
  target text not null,
  error text not null,
  since timestamptz(3) not null,
  -- failing, working; null: they know.
  news text,
  news_due_at timestamptz(3),
  primary key (key, organization_id)
);
create index channel_outages_due on ${s}.channel_outages (news_due_at) where news_due_at is not null;
create index channel_outages_of_organization on ${s}.channel_outages (organization_id);
create index channel_outages_of_alert on ${s}.channel_outages (alert_id);

create table ${s}.mutes (
  id bigint generated always as identity primary key,
  organization_id bigint not null references ${s}.organizations on delete cascade,
  -- Null: all of them.
  project_id bigint references ${s}.projects on delete cascade,
  issue_id bigint,
  -- Whose mails it keeps back; null: everybody, and all channels.
  user_id bigint references ${s}.users on delete cascade,
  until timestamptz(3),
  created_at timestamptz(3) not null,
  created_by bigint references ${s}.users on delete set null
);
create unique index mutes_of_what on ${s}.mutes
  (organization_id, coalesce(project_id, 0), coalesce(issue_id, 0), coalesce(user_id, 0));
create index mutes_of_project on ${s}.mutes (project_id) where project_id is not null;
create index mutes_of_issue on ${s}.mutes (issue_id) where issue_id is not null;
create index mutes_of_user on ${s}.mutes (user_id) where user_id is not null;
`,
}
