import type { Migration } from './migration.js'

/** What is told of a monitor leaves in order. */
export const deliveryOrder: Migration = {
  name: '0047-delivery-order',
  sql: (s) => `
-- Somebody has it, until it is due.
alter table ${s}.deliveries add column is_claimed boolean not null default false;
create index deliveries_of_monitor
  on ${s}.deliveries (alert_id, (subject->>'monitorId'), state, created_at) where subject->>'kind' = 'monitor';
`,
}
