import type { Context } from '../../context.js'
import { errorCode } from '../../errors.js'
import { inTime } from '../../in-time.js'
import type { BlobStore } from '../../ports/blob-store.js'
import type { OutcomeCount } from '../../ports/ingest.js'
import type { Clock, IngestRecord } from '../../ports/runtime.js'
import { tellChange } from '../../uptime/changes.js'
import type { Refuse } from '../aside.js'
import { mustAnswer } from '../store-batch.js'
import type { NewItem } from './new-item.js'

/** An item with the record that it came in. */
export interface ItemEntry {
  readonly record: IngestRecord
  readonly item: NewItem
}

/**
 * Stores all items that can be stored, kind by kind; to be called after the events of the same records are stored, so that
 * what belongs to them finds them. Of one that cannot be stored `refuse` is told.
 * Rejects with `unavailable` when storage or blob store do not answer: then the same items may be given again.
 */
export async function storeItems(context: Context, entries: readonly ItemEntry[], refuse: Refuse): Promise<void> {
  for (const kind of KINDS) {
    const ofKind = entries.filter(({ item }) => item.kind === kind)
    if (ofKind.length === 0) continue
    try {
      await add(context, kind, ofKind)
    } catch (error) {
      await mustAnswer(context, error)
      for (const entry of ofKind) await storeAlone(context, kind, entry, refuse)
    }
  }
}

/**
 * Ties feedback to events that were stored after it: an SDK sends both at the same moment, and they are drained side by
 * side. To be called after events were stored; does nothing unless feedback was stored here within the last minute. What
 * other processes stored is tied by the job of every minute.
 */
export async function linkFeedbackToEvents(context: Context): Promise<void> {
  const storedAt = feedbackStoredAt.get(context)
  const now = context.clock.now().getTime()
  if (storedAt === undefined || now - storedAt > LATE_MS) return
  await inTime(context.clock, context.storage.feedback.link({ since: new Date(now - 2 * LATE_MS) }))
}

const LATE_MS = 60_000
const feedbackStoredAt = new WeakMap<Context, number>()

const KINDS = ['feedback', 'session', 'session_counts', 'check_in', 'attachment'] as const
type Kind = (typeof KINDS)[number]

function add(context: Context, kind: Kind, entries: readonly ItemEntry[]): Promise<void> {
  const { storage, clock } = context
  switch (kind) {
    case 'feedback':
      return addFeedback(context, entries)
    case 'session':
      return inTime(
        clock,
        storage.releaseHealth.addSessions(entries.flatMap(({ item }) => (item.kind === 'session' ? [item.row] : []))),
      )
    case 'session_counts':
      return inTime(
        clock,
        storage.releaseHealth.addCounts(
          entries.flatMap(({ item }) => (item.kind === 'session_counts' ? [item.row] : [])),
        ),
      )
    case 'check_in':
      return addCheckIns(context, entries)
    case 'attachment':
      return addAttachments(context, entries)
  }
}

async function addFeedback(context: Context, entries: readonly ItemEntry[]): Promise<void> {
  // Noted first and linked last: an event that is stored meanwhile finds the note, or is found.
  feedbackStoredAt.set(context, context.clock.now().getTime())
  const rows = entries.flatMap(({ item }) => (item.kind === 'feedback' ? [item.row] : []))
  await inTime(context.clock, context.storage.feedback.add(rows))
  await linkFeedbackToEvents(context)
}

/** Their monitors hear of them later, in their own time: nothing that is drained waits for that. */
async function addCheckIns(context: Context, entries: readonly ItemEntry[]): Promise<void> {
  const rows = entries.flatMap(({ item }) => (item.kind === 'check_in' ? [item.row] : []))
  await inTime(context.clock, context.storage.checkIns.add(rows))
  tellChange(context)
}

type File = Extract<NewItem, { kind: 'attachment' }>

/** The content first: a row without content would be a promise that is not kept, content without a row is cleaned away. */
async function addAttachments(context: Context, entries: readonly ItemEntry[]): Promise<void> {
  const files = entries.map(({ item }) => item).filter((item): item is File => item.kind === 'attachment')
  const { storage, blobs, clock } = context
  if (blobs === null) {
    await inTime(clock, storage.ingest.addOutcomes(files.map((file) => refusal(file, 'filtered', 'not_stored'))))
    return
  }
  const used = await inTime(clock, storage.attachments.usedKeys(files.map(({ row }) => row.blobKey)))
  const fresh = files.filter(({ row }) => !used.has(row.blobKey))
  const { kept, refused } = await withinLimit(context, fresh)
  await putAll(blobs, kept, clock)
  await inTime(clock, storage.attachments.add(kept.map(({ row }) => row)))
  await inTime(clock, storage.ingest.addOutcomes(refused.map((file) => refusal(file, 'invalid', 'too_many'))))
}

/** An event may get its files in several envelopes. */
async function withinLimit({ storage, config, clock }: Context, files: readonly File[]) {
  const counts = new Map<string, number>()
  const kept: File[] = []
  const refused: File[] = []
  for (const file of files) {
    const { organizationId, projectId, eventId } = file.row
    const key = `${projectId} ${eventId}`
    const list = () => inTime(clock, storage.attachments.list(organizationId, projectId, eventId))
    const present = counts.get(key) ?? (await list()).length
    counts.set(key, present + 1)
    if (present < config.limits.maxAttachments) kept.push(file)
    else refused.push(file)
  }
  return { kept, refused }
}

const PUTS_AT_ONCE = 4
/** A large file to a store behind a thin line. */
const PUT_PATIENCE_MS = 5 * 60_000

async function putAll(blobs: BlobStore, files: readonly File[], clock: Clock): Promise<void> {
  for (let from = 0; from < files.length; from += PUTS_AT_ONCE)
    await Promise.all(
      files
        .slice(from, from + PUTS_AT_ONCE)
        .map(({ row, content }) => inTime(clock, blobs.put(row.blobKey, content), PUT_PATIENCE_MS)),
    )
}

function refusal({ row, content }: File, outcome: 'filtered' | 'invalid', reason: string): OutcomeCount {
  const { organizationId, projectId, receivedAt } = row
  const quantity = Math.max(1, content.length)
  return { organizationId, projectId, hour: receivedAt, category: 'attachment', outcome, reason, quantity }
}

async function storeAlone(context: Context, kind: Kind, entry: ItemEntry, refuse: Refuse): Promise<void> {
  const { record, item } = entry
  try {
    await add(context, kind, [entry])
  } catch (error) {
    await mustAnswer(context, error)
    // Its project was deleted after the request had been taken: nobody will ask for it.
    if (errorCode(error) === 'not_found') return
    const reason = error instanceof Error ? error.message : String(error)
    refuse({
      record,
      message: `${item.kind}: ${reason}`,
      said: 'A part of a request could not be stored and was set aside',
      about: { kind: item.kind, error },
    })
  }
}
