import type { Migration } from './migration.js'

/** What alerts wait for beside numbers of events, and when they speak. */
export const alertRules: Migration = {
  name: '0035-alert-rules',
  sql: (s) => `
alter table ${s}.project_alerts
  add column is_enabled boolean not null default true,
  add column triggers text[] collate "C" not null default '{}',
  add column users_quantity int,
  add column users_minutes int,
  add column query text not null default '',
  add column cooldown_minutes int,
  add column digest_minutes int not null default 0,
  add column quiet_hours json,
  add column muted_until timestamptz(3),
  add column created_at timestamptz(3) not null default now();

update ${s}.project_alerts set triggers = '{monitor_down,monitor_degraded,monitor_recovered}' where uptime;
alter table ${s}.project_alerts drop column uptime;

create index project_alerts_of_organization on ${s}.project_alerts (organization_id, project_id, id);

-- When to look again whatever happens: something waits for the end of a cooldown.
alter table ${s}.alert_notices add column look_at timestamptz(3);
create index alert_notices_to_look_at on ${s}.alert_notices (look_at) where look_at is not null;

-- That requests are refused was told then.
create table ${s}.alert_limits (
  alert_id bigint not null references ${s}.project_alerts on delete cascade,
  kind text collate "C" not null,
  at timestamptz(3) not null,
  primary key (alert_id, kind)
);
`,
}
