import type { Context } from '../context.js'
import type { Issue, Project, StoredEvent } from '../ports/model.js'
import { parseOwnership } from './ownership.js'
import { ownersOfEvent, type SuggestedOwner } from './suggest.js'

export interface OwnedEvent {
  readonly event: StoredEvent
  readonly issue: Issue
  readonly owners: readonly SuggestedOwner[]
}

const MOST_EVENTS = 20

/** Whom rules would name for the newest event of each of the issues that were seen last. Saves nothing. */
export async function previewOwnership(
  context: Context,
  { organizationId, id }: Project,
  raw: string,
): Promise<readonly OwnedEvent[]> {
  const { storage } = context
  const { rules } = parseOwnership(raw)
  const order = { sort: 'last_seen', ascending: false } as const
  const page = await storage.issues.list({ organizationId, projectIds: [id] }, order, {
    limit: MOST_EVENTS,
    cursor: null,
  })
  const owned = await Promise.all(
    page.items.map(async (issue): Promise<OwnedEvent | null> => {
      const event = await storage.events.find(organizationId, { issueId: issue.id }, 'latest')
      return event === null ? null : { event, issue, owners: await ownersOfEvent(context, event, rules) }
    }),
  )
  return owned.filter((one) => one !== null)
}
