import type { Migration } from './migration.js'

/** The work on issues: what a status waits for, who looks after it, what happened to it, and what became one with it. */
export const work: Migration = {
  name: '0007-work',
  sql: (s) => `alter table ${s}.issues
  add column status_details jsonb,
  -- When an ignored issue comes back by its time alone.
  add column wake_at timestamptz(3),
  -- 1 low, 2 medium, 3 high.
  add column priority smallint not null default 2,
  add column assignee_user_id bigint,
  add column assignee_team_id bigint,
  add column comment_count int not null default 0,
  add column regressed_release text,
  add column escalated_at timestamptz(3),
  add column escalated_events bigint,
  add column escalated_limit bigint,
  add column merged_into bigint;
update ${s}.issues set priority = case
  when level = 'fatal' or (level = 'error' and metadata ->> 'isUnhandled' = 'true') then 3
  when level in ('error', 'warning') then 2
  else 1
end;
create index issues_to_wake on ${s}.issues (wake_at) where wake_at is not null;
create index issues_merged on ${s}.issues (merged_into) where merged_into is not null;

-- Rules, as they were typed.
alter table ${s}.projects add column ownership text not null default '';

-- The log, comments among it.
create table ${s}.issue_activity (
  organization_id bigint not null,
  issue_id bigint not null,
  id bigint generated always as identity,
  kind text not null,
  user_id bigint,
  via text not null,
  at timestamptz(3) not null,
  edited_at timestamptz(3),
  data jsonb not null,
  primary key (organization_id, issue_id, id)
);

-- Where users stand with issues.
create table ${s}.issue_marks (
  organization_id bigint not null,
  issue_id bigint not null,
  user_id bigint not null,
  seen_at timestamptz(3),
  is_bookmarked boolean not null default false,
  is_subscribed boolean,
  reason text,
  primary key (organization_id, issue_id, user_id)
);

create table ${s}.project_releases (
  organization_id bigint not null,
  project_id bigint not null,
  version text collate "C" not null,
  first_seen_at timestamptz(3) not null,
  primary key (organization_id, project_id, version)
);
create index project_releases_by_time on ${s}.project_releases (organization_id, project_id, first_seen_at);
-- Of what was seen before only the first and the last release of each issue are known with a time.
insert into ${s}.project_releases (organization_id, project_id, version, first_seen_at)
select organization_id, project_id, version, min(seen_at)
from (
  select organization_id, project_id, first_release as version, first_seen_at as seen_at from ${s}.issues
  union all
  select organization_id, project_id, last_release, last_seen_at from ${s}.issues
) as seen
where version is not null
group by organization_id, project_id, version;

-- What became one and can be taken apart again; the target is the source's own \`merged_into\`.
create table ${s}.issue_merges (
  organization_id bigint not null,
  source_id bigint not null,
  project_id bigint not null,
  hashes jsonb not null,
  at timestamptz(3) not null,
  primary key (organization_id, source_id)
);

-- Events that follow their hashes into another issue, some at a time.
create table ${s}.issue_moves (
  id bigint generated always as identity primary key,
  organization_id bigint not null,
  project_id bigint not null,
  from_id bigint not null,
  to_id bigint not null,
  hashes jsonb not null,
  -- Whether what they count moves with them; of a merge it was moved at once.
  is_counted boolean not null,
  from_day date not null default '1970-01-01',
  done_at timestamptz(3)
);
create index issue_moves_open on ${s}.issue_moves (id) where done_at is null;

-- Issues of which nobody wants to hear again; their hashes belong to the issue 0, which there is not.
create table ${s}.issue_discards (
  organization_id bigint not null,
  project_id bigint not null,
  -- That of the issue.
  id bigint not null,
  title text not null,
  culprit text not null,
  level text not null,
  hashes jsonb not null,
  at timestamptz(3) not null,
  user_id bigint,
  primary key (organization_id, project_id, id)
);

-- The hash that placed the event, by which it can be told apart again; null where it came before this was kept.
alter table ${s}.events add column hash text collate "C", add column user_key text collate "C"`,
}
