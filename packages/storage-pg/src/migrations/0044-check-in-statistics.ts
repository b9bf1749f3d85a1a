import type { Migration } from './migration.js'

/** A project is of one organization: the planner, which multiplies, expects too few check-ins to read them in order. */
export const checkInStatistics: Migration = {
  name: '0044-check-in-statistics',
  sql: (s) => `
create statistics ${s}.check_ins_of_whom (dependencies) on organization_id, project_id from ${s}.check_ins;
`,
}
