import type { Migration } from './migration.js'

/** What members are to be told of issues that concern them. */
export const workNews: Migration = {
  name: '0040-work-news',
  sql: (s) => `
create table ${s}.work_news (
  organization_id bigint not null references ${s}.organizations on delete cascade,
  issue_id bigint not null,
  user_id bigint not null references ${s}.users on delete cascade,
  activity_id bigint not null,
  kind text not null,
  due_at timestamptz(3) not null,
  failures int not null default 0,
  primary key (organization_id, issue_id, user_id, activity_id)
);
create index work_news_due on ${s}.work_news (due_at);
create index work_news_of_user on ${s}.work_news (user_id);
`,
}
