import type { Migration } from './migration.js'

/** What alerts have told of, and their messages on the way. */
export const deliveries: Migration = {
  name: '0034-deliveries',
  sql: (s) => `
-- An issue is told of once per alert, until it regresses.
create table ${s}.alert_notices (
  alert_id bigint not null references ${s}.project_alerts on delete cascade,
  issue_id bigint not null,
  at timestamptz(3) not null,
  primary key (alert_id, issue_id)
);
create index alert_notices_by_age on ${s}.alert_notices (at);

create table ${s}.deliveries (
  id bigint generated always as identity primary key,
  alert_id bigint not null references ${s}.project_alerts on delete cascade,
  -- Null: the mail of an alert without recipients.
  recipient_id bigint references ${s}.alert_recipients on delete cascade,
  address text,
  subject json not null,
  state text not null default 'pending',
  created_at timestamptz(3) not null,
  attempts int not null default 0,
  -- Null: not tried again.
  next_attempt_at timestamptz(3),
  attempted_at timestamptz(3),
  attempt_ms int,
  attempt_status int,
  attempt_error text not null default ''
);
create index deliveries_due on ${s}.deliveries (next_attempt_at) where next_attempt_at is not null;
create index deliveries_of_alert on ${s}.deliveries (alert_id, id);
create index deliveries_of_recipient on ${s}.deliveries (recipient_id) where recipient_id is not null;
create index deliveries_by_age on ${s}.deliveries (created_at);
`,
}
