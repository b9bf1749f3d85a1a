import type { IssueJson } from '@mishap/core/client'

export interface Reconciled {
  /** The shown issues in their places, with what is new about them. */
  readonly rows: readonly IssueJson[]
  /** Issues that would be on the page by now and are not shown. */
  readonly newIds: readonly string[]
  readonly changedIds: readonly string[]
}

/** Takes news into the rows that are shown without moving any of them. */
export function reconcile(shown: readonly IssueJson[], fresh: readonly IssueJson[]): Reconciled {
  const freshById = new Map(fresh.map((issue) => [issue.id, issue]))
  const shownIds = new Set(shown.map((issue) => issue.id))
  return {
    rows: shown.map((issue) => freshById.get(issue.id) ?? issue),
    newIds: fresh.filter((issue) => !shownIds.has(issue.id)).map((issue) => issue.id),
    changedIds: shown.filter((issue) => hasChanged(issue, freshById.get(issue.id))).map((issue) => issue.id),
  }
}

function hasChanged(before: IssueJson, after: IssueJson | undefined): boolean {
  if (after === undefined) return false
  return before.count !== after.count || before.lastSeen !== after.lastSeen || before.status !== after.status
}
