import type { Context } from '../context.js'
import { createRunNotes } from './run-notes.js'

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000
/** An event is expected for so long after what was said about it. */
const LINK_DAYS = 7
const AT_ONCE = 500
const PREFIX = 'attachments/'

export interface Upkeep {
  /** Begins, in the background. */
  start(): void
  /** Resolves when what was begun is done. */
  stop(): Promise<void>
}

/**
 * The small work of every minute: ties feedback to events that came later, and deletes the contents of files whose rows are
 * gone. Once a day it looks for contents that never got a row. Any number of processes may do so at once.
 */
export function createUpkeep(context: Context): Upkeep {
  const { clock, logger } = context
  const notes = createRunNotes(context, 'Looking after feedback and files')
  const stopping = new AbortController()
  let running: Promise<void> = Promise.resolve()

  const loop = async () => {
    let lookedForLost = 0
    for (;;) {
      await clock.sleep(MINUTE_MS, stopping.signal)
      if (stopping.signal.aborted) return
      const startedAt = clock.now()
      try {
        await linkFeedback(context)
        await deleteContents(context)
        await notes.note({ startedAt })
        if (clock.now().getTime() - lookedForLost < DAY_MS) continue
        await deleteLostContents(context)
        lookedForLost = clock.now().getTime()
      } catch (error) {
        await notes.note({ startedAt, error })
        logger.warn('Feedback and files were not looked after and will be in a minute', { error })
      }
    }
  }

  return {
    start: () => {
      running = loop()
    },
    stop: async () => {
      stopping.abort()
      await running
    },
  }
}

async function linkFeedback({ storage, clock }: Context): Promise<void> {
  await storage.feedback.link({ since: new Date(clock.now().getTime() - LINK_DAYS * DAY_MS) })
}

async function deleteContents({ storage, blobs }: Context): Promise<void> {
  if (blobs === null) return
  for (;;) {
    const keys = await storage.attachments.deletedKeys(AT_ONCE)
    if (keys.length === 0) return
    // One that came again meanwhile is wanted.
    const used = await storage.attachments.usedKeys(keys)
    await blobs.delete(keys.filter((key) => !used.has(key)))
    await storage.attachments.forgetDeleted(keys)
  }
}

/** Written by a process that died before it had written the row, for a record that was never drained again. */
async function deleteLostContents({ storage, blobs, clock }: Context): Promise<void> {
  if (blobs === null) return
  const old = new Date(clock.now().getTime() - DAY_MS)
  for (let after: string | null = null; ; ) {
    const page = await blobs.list({ prefix: PREFIX, after, limit: AT_ONCE })
    const candidates = page.filter(({ storedAt }) => storedAt < old).map(({ key }) => key)
    const used = await storage.attachments.usedKeys(candidates)
    await blobs.delete(candidates.filter((key) => !used.has(key)))
    after = page.at(-1)?.key ?? null
    if (page.length < AT_ONCE || after === null) return
  }
}
