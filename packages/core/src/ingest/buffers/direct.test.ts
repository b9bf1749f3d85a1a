import { describe, expect, it } from '@jest/globals'
import { fakeClock } from '../../testing/fake-clock.js'
import { runIngestBufferContract } from '../../testing/ingest-buffer-contract.js'
import { aRecord } from '../../testing/records.js'
import { directBuffer } from './direct.js'

runIngestBufferContract({ name: 'the direct buffer', create: async (limits) => directBuffer(limits), reopen: null })

describe('the direct buffer', () => {
  it('sends away after half a minute whom nobody takes, but not whom the drain has taken', async () => {
    const clock = fakeClock()
    const buffer = directBuffer({ clock })
    const taken = buffer.append(aRecord())
    const claim = await buffer.claim({ maxRecords: 1, maxBytes: 1, signal: new AbortController().signal })
    const forgotten = expect(buffer.append(aRecord())).rejects.toMatchObject({ code: 'unavailable' })
    await clock.advance(29_000)
    expect(await buffer.waiting()).toMatchObject({ records: 2 })
    await clock.advance(6_000)
    await forgotten
    expect(await buffer.waiting()).toMatchObject({ records: 1 })
    await claim?.done()
    await taken
  })
})
