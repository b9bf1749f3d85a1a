import { describe, expect, it } from '@jest/globals'
import type { FedRequest } from '../setup/ingest-feed.js'
import { foldRequests } from './fold-requests.js'

const request = (key: number, fields: Partial<FedRequest> = {}): FedRequest => ({
  key,
  at: '2026-01-15T12:00:00Z',
  outcome: 'rate_limited',
  reason: 'spike',
  sdk: 'a.sdk/1',
  items: [],
  bytes: 0,
  ...fields,
})

describe('a log of requests', () => {
  it('shows refusals that follow each other as one, and accepted ones each', () => {
    const taken = { outcome: 'accepted', reason: '' }
    const log = [
      ...[request(1), request(2), request(3, { bytes: 7 })],
      ...[request(4, taken), request(5, taken)],
      ...[request(6), request(7, { sdk: null }), request(8, { sdk: null, reason: 'no_key' })],
    ]
    expect(foldRequests(log).map(({ key, times }) => [key, times])).toEqual([
      [1, 3],
      [4, undefined],
      [5, undefined],
      [6, undefined],
      [7, undefined],
      [8, undefined],
    ])
    expect(foldRequests([])).toEqual([])
  })
})
