import { describe, expect, it } from '@jest/globals'
import { anAlert, aRecipient, shopAlerts } from '../provider/memory/alert-world.js'
import { onceWords, recipientWords, ruleSentence, spanWords } from './rule-words.js'

const reader = { locale: 'en', nameOf: (id: string) => (id === '1' ? 'Ada' : null) }

describe('a rule as a sentence', () => {
  it.each([
    [
      'News of the API',
      'Tells the project’s teams by mail and a Slack channel (hooks.slack.com) when an issue is new or comes back.',
    ],
    [
      'Checkout breaks for many',
      'Tells a PagerDuty service and a signed webhook (tickets.shop.invalid) when an issue gets 50 events in 5 minutes or meets 20 users in an hour, only of issues that match level:error checkout, at most once an hour for an issue, gathered for 10 minutes, not between 22:00 and 07:00 from Monday to Friday (Europe/Berlin).',
    ],
    [
      'Down and up',
      'Tells the assignee, #acme, Ada, and on-call@shop.example by mail when a monitor goes down, gets slow, is back up, or has a certificate near its end.',
    ],
  ])('says all of %s', (name, sentence) => {
    const rule = shopAlerts.find((one) => one.name === name) ?? anAlert({ id: 0 })
    expect(ruleSentence(rule, reader)).toBe(sentence)
  })

  it('says what monitors do where only the switch of other programs is on', () => {
    const words = ruleSentence(anAlert({ id: 1, uptime: true, triggers: ['quota', 'new_issue'] }), reader)
    expect(words).toBe(
      'Tells the project’s teams by mail when an issue is new; or a monitor goes down, gets slow, or is back up; or the project reaches its quota.',
    )
  })

  it('names few of many, and never what an address hides', () => {
    const hooks = Array.from({ length: 9 }, (_, id) =>
      aRecipient({ id, recipientType: 'discord', url: `https://discord.com/api/webhooks/${id}/secret` }),
    )
    const words = recipientWords(hooks, reader)
    expect(words).toHaveLength(7)
    expect(words.at(-1)).toBe('3 others')
    expect(words.join()).not.toContain('secret')
  })
})

describe('a span', () => {
  it.each([
    [1, 'a minute', 'a minute'],
    [5, '5 minutes', 'in 5 minutes'],
    [60, 'an hour', 'an hour'],
    [90, '90 minutes', 'in 90 minutes'],
    [2880, '2 days', 'in 2 days'],
    [10_080, 'a week', 'a week'],
  ])('of %i minutes is %s, once %s', (minutes, span, once) => {
    expect([spanWords(minutes), onceWords(minutes)]).toEqual([span, once])
  })
})
