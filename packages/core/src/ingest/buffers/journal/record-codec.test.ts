import { describe, expect, it } from '@jest/globals'
import { aRecord } from '../../../testing/records.js'
import { recordHead, toRecord } from './record-codec.js'

describe('the head of a record in the journal', () => {
  it('says everything but the body', () => {
    const record = aRecord({ kind: 'security', query: { environment: 'prod', release: null } })
    expect(toRecord(Buffer.from(recordHead(record, ['why', 7])), record.body)).toEqual({ record, more: ['why', 7] })
  })

  it('is readable as versions before security reports wrote it', () => {
    const record = aRecord()
    const fields: unknown[] = JSON.parse(recordHead(record, 'more'))
    const older = JSON.stringify(fields.slice(0, 11))
    expect(toRecord(Buffer.from(older), record.body)).toEqual({ record, more: 'more' })
  })
})
