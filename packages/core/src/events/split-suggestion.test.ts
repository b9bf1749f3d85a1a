import { describe, expect, it } from '@jest/globals'
import { normalized } from '../../test/normalized.js'
import { explainGrouping } from '../grouping/index.js'
import type { NormalizedEvent } from '../protocol/event.js'
import { aNewEvent } from '../testing/builders.js'
import { encodePayload } from './payload.js'
import { suggestSplit } from './split-suggestion.js'

const frame = (name: string) => ({ filename: `src/${name}.js`, function: name, in_app: true })
const error = (value: string, names = ['main', 'check']) =>
  normalized({ platform: 'node', exception: [{ type: 'Error', value, stacktrace: { frames: names.map(frame) } }] })

const suggestion = (documents: readonly NormalizedEvent[]) => {
  const events = documents.map((document) => {
    const { hashes, earlierHashes, metadata, tags, userKey, searchText, ...stored } = aNewEvent({
      ...{ organizationId: '1', projectId: '1', platform: 'node' },
    })
    return { ...stored, ...encodePayload(document), issueId: '1', payloadRemovedAt: null }
  })
  return suggestSplit(events, explainGrouping(documents[0]!))
}
const times = (count: number, document: (at: number) => NormalizedEvent) =>
  Array.from({ length: count }, (_, at) => document(at))
const WORDS = ['no stock', 'card refused', 'address unknown', 'basket empty']
const say = (at: number) => WORDS[at % WORDS.length] ?? ''

describe('whether an issue is likely several', () => {
  it('is so where one place says many things', () => {
    expect(suggestion(times(12, (at) => error(say(at))))).toEqual({
      ...{ by: 'message', messages: 4, events: 12 },
      sentence: 'The newest 12 events come from one place and say 4 different things: it may be several faults.',
    })
  })

  it.each([
    ['only numbers differ', times(20, (at) => error(`order ${at} failed`))],
    ['most say the same', times(20, (at) => error(at < 15 ? 'no stock' : `${say(at)} again`))],
    ['there are few', times(9, (at) => error(say(at)))],
    ['the text tells events apart already', times(12, (at) => error(say(at), ['main']))],
    ['a fingerprint was sent', times(12, (at) => ({ ...error(say(at)), fingerprint: ['x'] }))],
  ])('is not so where %s', (_name, documents) => {
    expect(suggestion(documents)).toBeNull()
  })
})
