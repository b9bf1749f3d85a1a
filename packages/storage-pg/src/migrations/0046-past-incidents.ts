import type { Migration } from './migration.js'

/** To find incidents that are past retention, of any organization. */
export const pastIncidents: Migration = {
  name: '0046-past-incidents',
  sql: (s) => `
create index incidents_resolved on ${s}.incidents (resolved_at) where resolved_at is not null;
`,
}
