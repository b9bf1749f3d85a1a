import { fileJournal } from '../src/ingest/buffers/file-journal.js'
import { aRecord } from '../src/testing/records.js'

/** Appends without end from many sides to the journal named in the first argument; a line on standard output for each that is safe. */
async function main(dir: string): Promise<void> {
  const buffer = fileJournal({ dir, segmentBytes: 256 * 1024 })
  const one = async (): Promise<never> => {
    for (;;) {
      const record = aRecord()
      await buffer.append(record)
      process.stdout.write(`${record.eventId}\n`)
    }
  }
  await Promise.all(Array.from({ length: 32 }, one))
}

void main(process.argv[2] ?? '')
