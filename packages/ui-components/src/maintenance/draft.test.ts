import { describe, expect, it } from '@jest/globals'
import type { MaintenanceJson } from '@mishap/core/client'
import { draftOf, faultsOf, inputOf, newDraft, windowOf } from './draft.js'
import { windowSentence, windowWords } from './maintenance-words.js'
import { localOf, momentOf } from './zoned.js'

const blank = newDraft({ now: Date.parse('2026-01-15T12:10:00Z'), timezone: 'Europe/Berlin' })
const complete = { ...blank, title: ' New disks ', monitors: [1] }

describe('a maintenance window while it is written', () => {
  it('begins with the next full hour in the zone of the reader', () => {
    expect(blank).toMatchObject({ start: '2026-01-15T14:00', amount: '2', unit: 'hours' })
    expect(inputOf(complete)).toMatchObject({
      title: 'New disks',
      window: { kind: 'single', start: '2026-01-15T13:00:00.000Z', end: '2026-01-15T15:00:00.000Z' },
    })
  })

  it('says what is missing, and is a window before it has a name', () => {
    expect(Object.keys(faultsOf(blank))).toEqual(['title', 'affected'])
    expect(windowOf(blank)).not.toBeNull()
    expect(inputOf(blank)).toBeNull()
    expect(faultsOf({ ...complete, kind: 'weekly', days: [] })).toEqual({ days: 'Choose a day.' })
    expect(faultsOf({ ...complete, kind: 'cron', cron: '0 0 * *' }).cron).toContain('4 were found')
    expect(faultsOf({ ...complete, amount: '31', unit: 'days' })).toHaveProperty('amount')
  })

  it('is read as it was written', () => {
    const drafts = [
      complete,
      { ...complete, kind: 'weekly', days: [1, 7], time: '03:30', amount: '90', unit: 'minutes' },
      { ...complete, kind: 'cron', cron: '0 3 1 * *', amount: '1', unit: 'days', until: '2026-03-31' },
    ] as const
    for (const draft of drafts) {
      const input = inputOf(draft)
      const saved = { ...input, id: '1', isActive: false, next: null, created: '' } as MaintenanceJson
      expect(inputOf(draftOf(saved, blank))).toEqual(input)
    }
  })
})

describe('a time of a zone', () => {
  it('is the moment at which its clocks show it, on both sides of a change', () => {
    for (const moment of ['2026-01-15T12:00:00.000Z', '2026-03-29T00:59:00.000Z', '2026-03-29T01:00:00.000Z'])
      expect(momentOf(localOf(new Date(moment), 'Europe/Berlin'), 'Europe/Berlin')?.toISOString()).toBe(moment)
    expect(momentOf('2026-03-29T02:30', 'Europe/Berlin')?.toISOString()).toBe('2026-03-29T01:30:00.000Z')
    expect(momentOf('soon', 'UTC')).toBeNull()
  })
})

describe('a window in words', () => {
  it('names its days, length and zone', () => {
    const window = windowOf({ ...complete, kind: 'weekly', days: [7, 1] })
    expect(window && windowSentence(window, 'en')).toBe('Every Monday and Sunday at 02:00, for 2h, Europe/Berlin')
    const planned = { start: new Date('2026-01-18T01:30:00Z'), end: new Date('2026-01-18T03:30:00Z') }
    expect(windowWords(planned, { locale: 'en', timeZone: 'Europe/Berlin' })).toMatch(/Sun, Jan 18, 2026, 02:30.+04:30/)
  })
})
