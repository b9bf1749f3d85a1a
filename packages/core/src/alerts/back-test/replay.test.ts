import { describe, expect, it } from '@jest/globals'
import { PLAIN_ALERT } from '../../ports/alerts.js'
import type { Rule } from '../../ports/firing.js'
import type { PastIssue } from '../../ports/past.js'
import { minutesAfter, NOON } from '../../testing/builders.js'
import { messagesOf } from './messages.js'
import { replayIssue } from './replay.js'

const at = (minute: number) => minutesAfter(NOON, minute)
const { recipients: _, ...PLAIN } = PLAIN_ALERT
const aRule = (rule: Partial<Rule>): Rule => ({
  ...PLAIN,
  id: '',
  organizationId: '',
  projectId: '',
  createdAt: NOON,
  ...rule,
})

describe('what a rule would have told of an issue', () => {
  it.each<
    [
      string,
      Partial<Rule>,
      Partial<Record<keyof PastIssue, readonly number[]>>,
      readonly number[],
      readonly (readonly [string, number])[],
    ]
  >([
    ['that it was new', { triggers: ['new_issue'] }, {}, [0, 1, 2], [['new_issue', 0]]],
    [
      'each return',
      { triggers: ['regression'] },
      { regressedAt: [5, 9] },
      [0, 5, 9],
      [
        ['regression', 5],
        ['regression', 9],
      ],
    ],
    [
      'a return in a cooldown when it is over',
      { triggers: ['new_issue', 'regression'], cooldownMinutes: 10 },
      { regressedAt: [5] },
      [0, 5, 20],
      [
        ['new_issue', 0],
        ['regression', 10],
      ],
    ],
    ['an escalation', { triggers: ['escalation'] }, { escalatedAt: [7] }, [0], [['escalation', 7]]],
    ['a number of events, once', { quantity: 3, timespanMinutes: 5 }, {}, [0, 4, 6, 8, 9, 10], [['events', 8]]],
    [
      'and again after it was back',
      { quantity: 2, timespanMinutes: 5 },
      { regressedAt: [20] },
      [0, 1, 20, 21],
      [
        ['events', 1],
        ['events', 21],
      ],
    ],
    [
      'and with a cooldown again',
      { quantity: 2, timespanMinutes: 5, cooldownMinutes: 10 },
      {},
      [0, 1, 5, 12, 13],
      [
        ['events', 1],
        ['events', 13],
      ],
    ],
    ['nothing where the number is not reached', { quantity: 3, timespanMinutes: 5 }, {}, [0, 3, 6, 9], []],
    ['a number of users', { users: { quantity: 2, minutes: 5 } }, {}, [0, 1, 10, 12], [['users', 1]]],
  ])('%s', (_, rule, { regressedAt = [], escalatedAt = [] }, minutes, expected) => {
    const issue = {
      id: '1',
      title: '',
      firstSeenAt: at(0),
      regressedAt: regressedAt.map(at),
      escalatedAt: escalatedAt.map(at),
    }
    const events = minutes.map((minute, index) => ({ issueId: '1', at: at(minute), userKey: `${index}` }))
    const told = replayIssue(aRule(rule), issue, events, at(0))
    expect(told.map((one) => [one.trigger, (one.at.getTime() - NOON.getTime()) / 60_000])).toEqual(expected)
  })
})

describe('the messages that would have left', () => {
  const told = (...minutes: readonly number[]) =>
    minutes.map((minute) => ({ at: at(minute), isOfIssue: true, about: '' }))
  it('are as many as the rule has looked at and found something', () => {
    expect(messagesOf(aRule({}), [...told(0, 0, 0.01), ...told(5, 60)])).toBe(3)
  })

  it('are fewer where they gather, or wait for the morning', () => {
    expect(messagesOf(aRule({ digestMinutes: 30 }), told(0, 5, 10, 25, 100))).toBe(3)
    const quietHours = { start: '12:00', end: '14:00', timeZone: 'UTC', days: [1, 2, 3, 4, 5, 6, 7] }
    expect(messagesOf(aRule({ quietHours }), told(1, 30, 60, 130))).toBe(2)
  })
})
