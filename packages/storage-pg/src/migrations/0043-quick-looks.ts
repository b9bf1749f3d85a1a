import type { Migration } from './migration.js'

/** Indexes for looks at messages and incidents that stay quick, however many there are. */
export const quickLooks: Migration = {
  name: '0043-quick-looks',
  sql: (s) => `
-- Those of monitors leave before those of issues.
drop index ${s}.deliveries_due;
create index deliveries_due on ${s}.deliveries (next_attempt_at, id)
  where next_attempt_at is not null and subject->>'kind' <> 'issues';
create index deliveries_due_of_issues on ${s}.deliveries (next_attempt_at, id)
  where next_attempt_at is not null and subject->>'kind' = 'issues';

-- Few are, so that it costs little to keep.
drop index ${s}.deliveries_failed;
create index deliveries_unsent on ${s}.deliveries (alert_id, state, id) where state <> 'sent';

create index deliveries_last_sent on ${s}.deliveries (alert_id, coalesce(recipient_id, 0), attempted_at)
  where state = 'sent';

drop index ${s}.incidents_of_organization;
create index incidents_in_order on ${s}.incidents (organization_id, ((resolved_at is null)::int), started_at, id);
create index incidents_by_end on ${s}.incidents (organization_id, resolved_at);
`,
}
