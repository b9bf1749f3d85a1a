import type { NewEvent } from '../../ports/ingest.js'
import { parseEventId } from '../../protocol/ids.js'
import { categoryOf } from '../outcomes.js'
import { isAttachment, type Owner, readAttachments } from './attachments.js'
import { readCheckIn } from './check-in.js'
import { readFeedback } from './feedback.js'
import type { ItemSource, NewItem } from './new-item.js'
import { readSession, readSessionCounts } from './sessions.js'

/** Kinds of items that become rows; files are apart, for they belong to something. */
const READERS: ReadonlyMap<string, (source: ItemSource) => readonly NewItem[]> = new Map([
  ['feedback', readFeedback],
  ['user_report', readFeedback],
  ['session', readSession],
  ['sessions', readSessionCounts],
  ['check_in', readCheckIn],
])

/**
 * What an envelope holds besides its events, of which `events` are those that are stored. An item that cannot be used, or
 * is of a kind that is not stored, is counted as refused; its siblings are kept.
 */
export function readItems(sources: readonly ItemSource[], events: readonly NewEvent[]): readonly NewItem[] {
  const items: NewItem[] = []
  const files: ItemSource[] = []
  for (const source of sources) {
    const { type } = source.item
    const read = READERS.get(type)
    if (read !== undefined) items.push(...read(source))
    else if (isAttachment(type)) files.push(source)
    else source.refusals.add(categoryOf(type), 'filtered', 'not_stored')
  }
  return files.length === 0 ? items : [...items, ...readAttachments(files, ownerOf(files, items, { events, sources }))]
}

/** "An item of type attachment belongs to the event of its envelope": that in it, else the one that its header names. */
function ownerOf(
  [file]: readonly ItemSource[],
  items: readonly NewItem[],
  { events, sources }: { readonly events: readonly NewEvent[]; readonly sources: readonly ItemSource[] },
): Owner {
  const event = events[0]
  if (event !== undefined) return { eventId: event.eventId }
  const feedback = items.find((item) => item.kind === 'feedback')
  if (feedback !== undefined) return { eventId: feedback.row.feedbackId }
  if (sources.some(({ item }) => WITHOUT_STORE.has(item.type))) return { refused: 'not_stored' }
  const eventId = file?.hasEvent === true ? null : parseEventId(file?.header.event_id)
  return eventId === null ? { refused: 'no_event' } : { eventId }
}

/** What may bring files along and is not stored itself. */
const WITHOUT_STORE = new Set(['transaction', 'replay_event', 'profile'])
