import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { measure } from './measure.mjs'
import { recordSource } from './records.mjs'
import { loadCore } from './sources.mjs'

const core = await loadCore('ingest/buffers/file-journal.ts')
/** As many as there are connections that wait at once; what arrives during a write shares the next one. */
const CONCURRENCY = [1, 16, 128]
const UNBOUNDED = { maxWaitingBytes: Number.MAX_SAFE_INTEGER, maxWaitingRecords: Number.MAX_SAFE_INTEGER }

/** Durable appends to the file journal, and taking them out again. */
export async function* journal(sizeKb) {
  const record = recordSource(sizeKb)
  const records = Array.from({ length: 100 }, (_, i) => record(i))
  const dir = await mkdtemp(join(tmpdir(), 'mishap-journal-'))
  const logger = { debug() {}, info() {}, warn() {}, error() {} }
  const buffer = core.fileJournal({ dir, logger, limits: UNBOUNDED })
  try {
    for (const concurrency of CONCURRENCY) {
      const appendAll = (i) =>
        Promise.all(Array.from({ length: concurrency }, (_, k) => buffer.append(records[(i + k) % records.length])))
      yield { bench: 'journal', stage: `append, ${concurrency} at once`, ...(await measure(appendAll, concurrency)) }
    }
    const signal = new AbortController().signal
    const claimAndAppend = async () => {
      const claim = await buffer.claim({ maxRecords: 100, maxBytes: 8 * 1024 * 1024, signal })
      await claim.done()
      await Promise.all(claim.records.map((one) => buffer.append(one)))
    }
    yield { bench: 'journal', stage: 'claim, done and append again, of 100', ...(await measure(claimAndAppend, 100)) }
  } finally {
    await buffer.close()
    await rm(dir, { recursive: true })
  }
}
