/** The list that the reader came from: where it was, and its issues in the order in which they stood. */
export interface TrailList {
  readonly to: string
  readonly issueIds: readonly string[]
}

/** Lets an issue's page offer the next one of the list. Lives as long as the page. */
export interface Trail {
  get(): TrailList | null
  set(list: TrailList): void
}

export function createTrail(): Trail {
  let current: TrailList | null = null
  return {
    get: () => current,
    set: (list) => {
      current = list
    },
  }
}

/** The neighbours of an issue in the list, null at its ends or where it is not in it. */
export function neighbours(list: TrailList | null, id: string): { previous: string | null; next: string | null } {
  const at = list?.issueIds.indexOf(id) ?? -1
  if (list === null || at === -1) return { previous: null, next: null }
  return { previous: list.issueIds[at - 1] ?? null, next: list.issueIds[at + 1] ?? null }
}
