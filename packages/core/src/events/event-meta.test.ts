import { describe, expect, it } from '@jest/globals'
import type { NormalizedEvent } from '../protocol/event.js'
import { entriesOf } from './entries.js'
import { eventMeta } from './event-meta.js'

const bare = { tags: [], errors: [] } as unknown as NormalizedEvent
const remark = { '': { rem: [['@password', 's']] } }

function metaOf(event: object): unknown {
  const whole: NormalizedEvent = { ...bare, ...event }
  return eventMeta(whole, entriesOf(whole))
}

describe('what was removed from an event', () => {
  it('is told by the fields of its JSON, of entries by their place', () => {
    const exception = { values: [{ type: 'Error', value: 'no' }] }
    const request = { url: 'https://a.example' }
    const _meta = {
      extra: { password: remark },
      request: { headers: { 0: { 1: remark } } },
      exception: { values: { 0: { value: remark } } },
    }
    expect(metaOf({ exception, request, _meta })).toEqual({
      context: { password: remark },
      entries: {
        0: { data: { values: { 0: { value: remark } } } },
        1: { data: { headers: { 0: { 1: remark } } } },
      },
    })
  })

  it('is told of a stack without an exception as of the only thread', () => {
    const stacktrace = { frames: [{ function: 'main', vars: { token: '[Filtered]' } }] }
    const _meta = { stacktrace: { frames: { 0: { vars: { token: remark } } } } }
    expect(metaOf({ stacktrace, _meta })).toEqual({
      entries: { 0: { data: { values: { 0: { stacktrace: _meta.stacktrace } } } } },
    })
  })

  it.each([undefined, null, 'no', [1], 7])('is empty where an SDK sent %j', (_meta) => {
    expect(metaOf({ _meta })).toEqual({})
  })
})
