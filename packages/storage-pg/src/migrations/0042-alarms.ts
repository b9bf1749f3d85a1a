import type { Migration } from './migration.js'

/** What alerts have opened elsewhere, to be closed there when it is over. */
export const alarms: Migration = {
  name: '0042-alarms',
  sql: (s) => `
create table ${s}.alert_alarms (
  id bigint generated always as identity primary key,
  recipient_id bigint not null references ${s}.alert_recipients on delete cascade,
  key text not null,
  issue_id bigint,
  monitor_id bigint,
  next_at timestamptz(3) not null,
  attempts int not null default 0,
  unique (recipient_id, key)
);
create index alert_alarms_due on ${s}.alert_alarms (next_at);
`,
}
