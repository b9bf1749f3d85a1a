import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from '@jest/globals'
import type { IngestBuffer } from '../../ports/runtime.js'
import { runIngestBufferContract } from '../../testing/ingest-buffer-contract.js'
import { fileJournal } from './file-journal.js'

const root = mkdtemp(join(tmpdir(), 'mishap-journal-'))
const dirs = new Map<IngestBuffer, string>()

const open = (dir: string, limits: { readonly maxRecords?: number; readonly maxBytes?: number } = {}) => {
  const { maxRecords, maxBytes } = limits
  const buffer = fileJournal({
    dir,
    segmentBytes: 64 * 1024,
    limits: {
      ...(maxRecords !== undefined && { maxWaitingRecords: maxRecords }),
      ...(maxBytes !== undefined && { maxWaitingBytes: maxBytes }),
    },
  })
  dirs.set(buffer, dir)
  return buffer
}

runIngestBufferContract({
  name: 'the file journal',
  create: async (limits) => open(await mkdtemp(join(await root, 'dir-')), limits),
  reopen: async (closed) => open(dirs.get(closed)!),
})

afterAll(async () => rm(await root, { recursive: true }))
