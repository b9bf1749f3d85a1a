import { describe, expect, it } from '@jest/globals'
import { PLAIN_ALERT } from '../../ports/alerts.js'
import type { Rule, Sighting } from '../../ports/firing.js'
import { minutesAfter, NOON } from '../../testing/builders.js'
import { consider } from './consider.js'

const at = (minute: number) => minutesAfter(NOON, minute)
const { recipients: _, ...PLAIN } = PLAIN_ALERT
const PLACE = { id: '1', organizationId: '1', projectId: '1' }
const aRule = (rule: Partial<Rule>): Rule => ({ ...PLAIN, ...PLACE, createdAt: at(-10_000), ...rule })
const anIssue = (issue: Partial<Sighting>): Sighting => ({
  ...{ ...PLACE, count: 5, userCount: 2, firstSeenAt: at(-9000), regressedAt: null, escalatedAt: null },
  ...issue,
})

const ALL: Partial<Rule> = { triggers: ['new_issue', 'regression', 'escalation'] }
const NUMBER: Partial<Rule> = { quantity: 5, timespanMinutes: 10 }
const DAY = 24 * 60

describe('what a rule makes of an issue', () => {
  it.each<[string, Partial<Rule>, Partial<Sighting>, number | null, object]>([
    ['an old issue is no news', ALL, {}, null, { kind: 'nothing' }],
    ['a new one is', ALL, { firstSeenAt: at(-1) }, null, { kind: 'tell', trigger: 'new_issue' }],
    ['a new one is told once', ALL, { firstSeenAt: at(-1) }, -1, { kind: 'nothing' }],
    [
      'not what was there before the rule',
      { ...ALL, createdAt: at(-1) },
      { firstSeenAt: at(-2) },
      null,
      { kind: 'nothing' },
    ],
    ['not what is a day old', ALL, { firstSeenAt: at(-DAY - 1) }, null, { kind: 'nothing' }],
    [
      'what is back is told as that',
      ALL,
      { firstSeenAt: at(-9), regressedAt: at(-1) },
      -5,
      { kind: 'tell', trigger: 'regression' },
    ],
    [
      'though nobody was told before',
      ALL,
      { firstSeenAt: at(-9), regressedAt: at(-1) },
      null,
      { kind: 'tell', trigger: 'regression' },
    ],
    ['and once', ALL, { regressedAt: at(-5) }, -1, { kind: 'nothing' }],
    ['what escalates is told', ALL, { escalatedAt: at(-1) }, -5, { kind: 'tell', trigger: 'escalation' }],
    ['and once', ALL, { escalatedAt: at(-5) }, -1, { kind: 'nothing' }],
    [
      'not to who does not ask',
      { triggers: ['new_issue'] },
      { escalatedAt: at(-1), regressedAt: at(-1) },
      null,
      { kind: 'nothing' },
    ],
    ['numbers are counted', NUMBER, {}, null, { kind: 'count' }],
    [
      'numbers are counted of an issue that was there before the rule',
      { ...NUMBER, createdAt: NOON },
      {},
      null,
      { kind: 'count' },
    ],
    ['numbers that cannot be reached are not', NUMBER, { count: 4 }, null, { kind: 'nothing' }],
    ['numbers need their minutes', { quantity: 5 }, {}, null, { kind: 'nothing' }],
    ['what was told is not counted', NUMBER, {}, -1, { kind: 'nothing' }],
    ['until it is back', NUMBER, { regressedAt: at(-1) }, -2, { kind: 'count' }],
    ['users are counted', { users: { quantity: 2, minutes: 5 } }, {}, null, { kind: 'count' }],
    ['users that are not there are not', { users: { quantity: 3, minutes: 5 } }, {}, null, { kind: 'nothing' }],
    ['within a cooldown nothing is counted', { ...NUMBER, cooldownMinutes: 10 }, {}, -9, { kind: 'nothing' }],
    ['after it it is', { ...NUMBER, cooldownMinutes: 10 }, {}, -10, { kind: 'count' }],
    [
      'what happens in a cooldown waits for its end',
      { ...ALL, cooldownMinutes: 10 },
      { regressedAt: at(-1) },
      -9,
      { kind: 'wait', until: at(1) },
    ],
    [
      'and is told then, however long it was',
      { ...ALL, cooldownMinutes: 2 * DAY },
      { regressedAt: at(-1.5 * DAY) },
      -2 * DAY,
      { kind: 'tell', trigger: 'regression' },
    ],
  ])('%s', (_, rule, issue, toldMinute, expected) => {
    const toldAt = toldMinute === null ? null : at(toldMinute)
    expect(consider(aRule(rule), anIssue(issue), toldAt, NOON)).toEqual(expected)
  })
})
