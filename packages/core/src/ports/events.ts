import type { Id, Page, PageRequest, StoredEvent } from './model.js'

export interface EventPlace {
  /** The SDK's ids of the oldest and the newest stored event of the issue; null where it has none. */
  readonly first: string | null
  readonly last: string | null
  /** Stored events of the issue. */
  readonly total: number
  /** 1 for the oldest; null where counting would take too long. */
  readonly ordinal: number | null
}

/** Received from the one on, before the other. */
export interface EventSpan {
  readonly from?: Date
  readonly before?: Date
}

export interface EventStorage {
  /** Newest received first. */
  listForIssue(organizationId: Id, issueId: Id, page: PageRequest, span?: EventSpan): Promise<Page<StoredEvent>>
  listForProject(organizationId: Id, projectId: Id, page: PageRequest): Promise<Page<StoredEvent>>
  /** `which` is our id or the SDK's, with or without dashes, or a place in the issue. */
  find(
    organizationId: Id,
    scope: { readonly issueId: Id } | { readonly projectId: Id },
    which: string | 'latest' | 'oldest',
  ): Promise<StoredEvent | null>
  /**
   * The SDK's ids of the events received just before and just after, within the issue. Of the next hundred on either side
   * the nearest that has its payload is taken, and the nearest of all where none has.
   */
  neighbours(event: Pick<StoredEvent, 'organizationId' | 'issueId' | 'id' | 'receivedAt'>): Promise<{
    readonly previous: string | null
    readonly next: string | null
  }>
  /** At most `limit` events of the issue received before the event, or after it, the nearest first. */
  beside(
    event: Pick<StoredEvent, 'organizationId' | 'issueId' | 'id' | 'receivedAt'>,
    side: 'older' | 'newer',
    limit: number,
  ): Promise<readonly StoredEvent[]>
  /** Where the event stands among the stored events of its issue, counted in bounded time. */
  placeOf(event: Pick<StoredEvent, 'organizationId' | 'issueId' | 'id' | 'receivedAt'>): Promise<EventPlace>
  /** The issue that holds the event, in any project of the organization. */
  issueOfEvent(organizationId: Id, eventId: string): Promise<Id | null>
}
