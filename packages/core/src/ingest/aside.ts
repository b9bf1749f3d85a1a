import type { Context } from '../context.js'
import type { IngestRecord } from '../ports/runtime.js'

/** A record, or a part of one, that can never be stored: why, and what the log is to say of it. */
export interface Unstorable {
  readonly record: IngestRecord
  readonly message: string
  readonly said: string
  readonly about?: Readonly<Record<string, unknown>>
}

/** Collects what is to be set aside when the rest of its claim is stored: before that the claim may have to come again. */
export type Refuse = (one: Unstorable) => void

/** Keeps them aside in the buffer, and says so. */
export async function setAside({ buffer, logger, metrics }: Context, refused: readonly Unstorable[]): Promise<void> {
  for (const { record, message, said, about } of refused) {
    await buffer.setAside(record, { message })
    metrics.ingest.setAside()
    logger.error(said, { projectId: record.projectId, ...(about ?? { message }) })
  }
}
