import type { Context } from '../../context.js'
import { errorCode } from '../../errors.js'
import type { BlobStore } from '../../ports/blob-store.js'
import type { IngestRecord } from '../../ports/runtime.js'
import type { OutcomeCount } from '../../ports/storage.js'
import { mustAnswer } from '../store-batch.js'
import type { NewItem } from './new-item.js'

/** An item with the record that it came in. */
export interface ItemEntry {
  readonly record: IngestRecord
  readonly item: NewItem
}

/**
 * Stores all items that can be stored, kind by kind; to be called after the events of the same records are stored, so that
 * what belongs to them finds them. One that cannot be stored is set aside with its record.
 * Rejects with `unavailable` when storage or blob store do not answer: then the same items may be given again.
 */
export async function storeItems(context: Context, entries: readonly ItemEntry[]): Promise<void> {
  for (const kind of KINDS) {
    const ofKind = entries.filter(({ item }) => item.kind === kind)
    if (ofKind.length === 0) continue
    try {
      await add(context, kind, ofKind)
    } catch (error) {
      await mustAnswer(context, error)
      for (const entry of ofKind) await storeAlone(context, kind, entry)
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
  await context.storage.feedback.link({ since: new Date(now - 2 * LATE_MS) })
}

const LATE_MS = 60_000
const feedbackStoredAt = new WeakMap<Context, number>()

const KINDS = ['feedback', 'session', 'session_counts', 'check_in', 'attachment'] as const
type Kind = (typeof KINDS)[number]

function add(context: Context, kind: Kind, entries: readonly ItemEntry[]): Promise<void> {
  const { storage } = context
  switch (kind) {
    case 'feedback':
      return addFeedback(context, entries)
    case 'session':
      return storage.releaseHealth.addSessions(
        entries.flatMap(({ item }) => (item.kind === 'session' ? [item.row] : [])),
      )
    case 'session_counts':
      return storage.releaseHealth.addCounts(
        entries.flatMap(({ item }) => (item.kind === 'session_counts' ? [item.row] : [])),
      )
    case 'check_in':
      return storage.checkIns.add(entries.flatMap(({ item }) => (item.kind === 'check_in' ? [item.row] : [])))
    case 'attachment':
      return addAttachments(context, entries)
  }
}

async function addFeedback(context: Context, entries: readonly ItemEntry[]): Promise<void> {
  // Noted first and linked last: an event that is stored meanwhile finds the note, or is found.
  feedbackStoredAt.set(context, context.clock.now().getTime())
  await context.storage.feedback.add(entries.flatMap(({ item }) => (item.kind === 'feedback' ? [item.row] : [])))
  await linkFeedbackToEvents(context)
}

type File = Extract<NewItem, { kind: 'attachment' }>

/** The content first: a row without content would be a promise that is not kept, content without a row is cleaned away. */
async function addAttachments(context: Context, entries: readonly ItemEntry[]): Promise<void> {
  const files = entries.map(({ item }) => item).filter((item): item is File => item.kind === 'attachment')
  const { storage, blobs } = context
  if (blobs === null) {
    await storage.ingest.addOutcomes(files.map((file) => refusal(file, 'filtered', 'not_stored')))
    return
  }
  const used = await storage.attachments.usedKeys(files.map(({ row }) => row.blobKey))
  const fresh = files.filter(({ row }) => !used.has(row.blobKey))
  const { kept, refused } = await withinLimit(context, fresh)
  await putAll(blobs, kept)
  await storage.attachments.add(kept.map(({ row }) => row))
  await storage.ingest.addOutcomes(refused.map((file) => refusal(file, 'invalid', 'too_many')))
}

/** An event may get its files in several envelopes. */
async function withinLimit({ storage, config }: Context, files: readonly File[]) {
  const counts = new Map<string, number>()
  const kept: File[] = []
  const refused: File[] = []
  for (const file of files) {
    const { organizationId, projectId, eventId } = file.row
    const key = `${projectId} ${eventId}`
    const present = counts.get(key) ?? (await storage.attachments.list(organizationId, projectId, eventId)).length
    counts.set(key, present + 1)
    if (present < config.limits.maxAttachments) kept.push(file)
    else refused.push(file)
  }
  return { kept, refused }
}

const PUTS_AT_ONCE = 4

async function putAll(blobs: BlobStore, files: readonly File[]): Promise<void> {
  for (let from = 0; from < files.length; from += PUTS_AT_ONCE)
    await Promise.all(files.slice(from, from + PUTS_AT_ONCE).map(({ row, content }) => blobs.put(row.blobKey, content)))
}

function refusal({ row, content }: File, outcome: 'filtered' | 'invalid', reason: string): OutcomeCount {
  const { organizationId, projectId, receivedAt } = row
  const quantity = Math.max(1, content.length)
  return { organizationId, projectId, hour: receivedAt, category: 'attachment', outcome, reason, quantity }
}

async function storeAlone(context: Context, kind: Kind, entry: ItemEntry): Promise<void> {
  const { record, item } = entry
  try {
    await add(context, kind, [entry])
  } catch (error) {
    await mustAnswer(context, error)
    // Its project was deleted after the request had been taken: nobody will ask for it.
    if (errorCode(error) === 'not_found') return
    const reason = error instanceof Error ? error.message : String(error)
    await context.buffer.setAside(record, { message: `${item.kind}: ${reason}` })
    context.logger.error('A part of a request could not be stored and was set aside', {
      projectId: record.projectId,
      kind: item.kind,
      error,
    })
  }
}
