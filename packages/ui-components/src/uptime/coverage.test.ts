import { describe, expect, it } from '@jest/globals'
import { coverageSentence } from './coverage.js'

describe('who is told of a monitor', () => {
  it.each([
    [null, { alerts: 0, people: 0, channels: [] }, 'Nobody is told: it has no project, and alerts belong to projects.'],
    ['1', { alerts: 0, people: 0, channels: [] }, 'Nobody is told: its project has no alert that tells of monitors.'],
    [
      '1',
      { alerts: 1, people: 0, channels: [] },
      'Nobody is told: those in the teams of its project want no mails of it.',
    ],
    ['1', { alerts: 1, people: 1, channels: [] }, '1 person by mail is told after 3 failed checks.'],
    ['1', { alerts: 1, people: 0, channels: ['discord'] }, '1 Discord channel is told after 3 failed checks.'],
    [
      '1',
      { alerts: 2, people: 2, channels: ['webhook', 'ntfy', 'webhook'] },
      '2 people by mail, 2 webhooks, and 1 ntfy topic are told after 3 failed checks.',
    ],
  ] as const)('of project %j with %j', (projectID, coverage, sentence) => {
    const told = coverageSentence(
      { confirmationThreshold: 3, projectID },
      { ...coverage, channels: [...coverage.channels] },
    )
    expect(told).toBe(sentence)
  })
})
