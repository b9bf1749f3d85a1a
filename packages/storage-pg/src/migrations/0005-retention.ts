import type { Migration } from './migration.js'

/** What projects hold and may hold, what was thinned out, and what is deleted but not yet gone. */
export const retention: Migration = {
  name: '0005-retention',
  sql: (s) => `
-- An event without it is whole; from then on its payload is empty.
alter table ${s}.events add column payload_removed_at timestamptz(3);

alter table ${s}.projects
  -- Null: as the server has it; 0: without limit.
  add column max_events bigint,
  add column max_bytes bigint,
  -- Whoever thins the project out has it until then.
  add column thinning_until timestamptz(3);

-- What each project holds, written together with the events themselves.
create table ${s}.project_days (
  organization_id bigint not null,
  project_id bigint not null,
  day date not null,
  events bigint not null,
  payloads bigint not null,
  -- Of the payloads, compressed.
  bytes bigint not null,
  primary key (organization_id, project_id, day)
) with (fillfactor = 80);
insert into ${s}.project_days (organization_id, project_id, day, events, payloads, bytes)
select organization_id, project_id, day, count(*), count(*), sum(octet_length(payload))
from ${s}.events
group by organization_id, project_id, day;

-- The events on both sides of a regression, by their times of receipt.
create table ${s}.issue_regressions (
  organization_id bigint not null,
  issue_id bigint not null,
  at timestamptz(3) not null,
  before_at timestamptz(3) not null,
  primary key (organization_id, issue_id, at)
);
insert into ${s}.issue_regressions (organization_id, issue_id, at, before_at)
select organization_id, id, regressed_at, regressed_at from ${s}.issues where regressed_at is not null;

-- Rows of issues and projects that nobody sees any more; they are removed step by step.
create table ${s}.deletions (
  id bigint generated always as identity primary key,
  organization_id bigint not null,
  project_id bigint not null,
  -- Null: the whole project.
  issue_id bigint,
  -- Between which the events of an issue are.
  first_day date,
  last_day date
);
create index deletions_of_project on ${s}.deletions (organization_id, project_id, issue_id);
create index deletions_of_issue on ${s}.deletions (issue_id);
`,
}
