import { describe, expect, it } from '@jest/globals'
import { newDraft } from './alert-draft.js'
import { helpfulOnes, isNoisy, quieterOnes } from './noise.js'

const about = { project: 'web', timeZone: 'UTC' }

describe('a noisy rule', () => {
  it('is one of more than twenty messages a week', () => {
    expect([isNoisy({ messages: 40 }), isNoisy({ messages: 42 })]).toEqual([false, true])
  })

  it('could ask for more, tell less often or gather', () => {
    const many = { ...newDraft('many', about), events: '30', users: '7' }
    expect(quieterOnes(many).map(({ words }) => words)).toEqual([
      'Raise to 60 events',
      'Raise to 150 events',
      'Raise to 15 users',
      'Tell of the same issue once a day',
    ])
    expect(quieterOnes(newDraft('new', about)).map(({ change }) => change)).toEqual([
      { digest: 60 },
      { query: 'level:[fatal,error]' },
    ])
    expect(quieterOnes({ ...newDraft('monitors', about), digest: 1440 })).toEqual([])
  })

  it('is helped by what the back-test says helps, the best first', () => {
    const tried = [39, 3, null, 20, 10].map((messages, place) => ({ words: `${place}`, change: {}, messages }))
    expect(helpfulOnes(tried, 40).map(({ messages }) => messages)).toEqual([3, 10])
  })
})
