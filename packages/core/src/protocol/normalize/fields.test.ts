import { describe, expect, it } from '@jest/globals'
import { faults, normalized as normalize, RECEIVED } from '../../../test/normalized.js'
import type { AboutEvent } from './index.js'

const received = RECEIVED.getTime() / 1000

describe('time', () => {
  const at = (timestamp: unknown, change: Partial<AboutEvent> = {}) => normalize({ timestamp }, change)

  it.each([
    ['seconds', 1795377600.25, 1795377600.25],
    ['seconds as text', '1795377600.5', 1795377600.5],
    ['milliseconds', 1795377600250, 1795377600.25],
    ['microseconds', 1795377600250000, 1795377600.25],
    ['ISO with zone', '2026-11-22T20:00:00.5+02:00', Date.UTC(2026, 10, 22, 18, 0, 0, 500) / 1000],
    ['ISO with Z', '2026-11-22T19:00:00Z', Date.UTC(2026, 10, 22, 19) / 1000],
    ['ISO without zone, which is UTC', '2026-11-22T19:00:00.123456', Date.UTC(2026, 10, 22, 19, 0, 0, 123) / 1000],
    ['ISO with a blank', '2026-11-22 19:00:00', Date.UTC(2026, 10, 22, 19) / 1000],
  ])('in %s is read', (_name, given, wanted) => {
    const event = at(given)
    expect(event.timestamp).toBeCloseTo(wanted, 3)
    expect(event.errors).toEqual([])
  })

  it.each([
    ['nonsense', 'yesterday', 'invalid_data timestamp'],
    ['an object', {}, 'invalid_data timestamp'],
    ['not a number', Number.NaN, 'invalid_data timestamp'],
    ['far in the future', '2031-01-01T00:00:00Z', 'future_timestamp timestamp'],
    ['at the beginning of time', 0, 'past_timestamp timestamp'],
  ])('that is %s becomes the time of receipt, with a note', (_name, given, fault) => {
    const event = at(given)
    expect(event.timestamp).toBe(received)
    expect(faults(event)).toEqual([fault])
  })

  it('missing becomes the time of receipt, silently', () => {
    expect(at(undefined)).toMatchObject({ timestamp: received, errors: [] })
  })

  it('of a wrong clock is corrected by what the clock was off when it sent, breadcrumbs too', () => {
    const hourBehind = new Date(RECEIVED.getTime() - 3_600_000)
    const event = normalize(
      { timestamp: received - 3610, breadcrumbs: [{ message: 'x', timestamp: received - 3620 }] },
      { sentAt: hourBehind },
    )
    expect(event.timestamp).toBeCloseTo(received - 10, 3)
    expect(event.breadcrumbs?.values[0]?.timestamp).toBeCloseTo(received - 20, 3)
    expect(event.errors).toEqual([{ type: 'clock_drift', name: 'timestamp', value: 3600 }])
  })

  it('is not corrected for the seconds that a request takes, nor by a sending time that is none', () => {
    const sentAt = new Date(RECEIVED.getTime() - 30_000)
    expect(at(received - 40, { sentAt })).toMatchObject({ timestamp: received - 40, errors: [] })
    expect(at(received - 40, { sentAt: new Date(Number.NaN) })).toMatchObject({ timestamp: received - 40, errors: [] })
  })
})

describe('level', () => {
  it.each([
    ['error', 'error'],
    ['WARNING', 'warning'],
    ['warn', 'warning'],
    ['log', 'info'],
    ['critical', 'fatal'],
    ['trace', 'debug'],
    [30, 'warning'],
    ['40', 'error'],
    ['sample', 'sample'],
  ])('%p is %s', (given, wanted) => {
    expect(normalize({ level: given })).toMatchObject({ level: wanted, errors: [] })
  })

  it('missing is error, silently; unknown is error, with a note', () => {
    expect(normalize({ level: null })).toMatchObject({ level: 'error', errors: [] })
    expect(normalize({ level: 'loud' })).toMatchObject({
      level: 'error',
      errors: [{ type: 'invalid_data', name: 'level', value: 'loud' }],
    })
  })
})

describe('tags', () => {
  const tagsOf = (raw: object) => Object.fromEntries(normalize(raw).tags)

  it.each([
    ['an object', { a: 'x', b: 1, c: true, d: null, e: ['p', 2], f: '' }],
    [
      'a list of pairs',
      [['a', 'x'], ['b', 1], ['c', true], ['d', null], ['e', ['p', 2]], ['f', ''], null, [null, 'x']],
    ],
    [
      'a list of keys and values',
      [
        { key: 'a', value: 'x' },
        { key: 'b', value: 1 },
        { key: 'c', value: true },
        { key: 'e', value: ['p', 2] },
      ],
    ],
  ])('are read from %s', (_name, tags) => {
    expect(tagsOf({ tags })).toEqual({ a: 'x', b: '1', c: 'true', e: 'p, 2' })
    expect(normalize({ tags }).errors).toEqual([])
  })

  it('are derived from the event, which wins', () => {
    const raw = {
      tags: { environment: 'tagged', mine: '1' },
      environment: 'prod',
      release: 'r1',
      dist: 'd',
      server_name: 'web-1',
      user: { id: 7, email: 'a@b.c', username: 'ann' },
      contexts: { browser: { name: 'Firefox', version: '120.0' }, os: { name: 'Linux' }, device: { model: 'X1' } },
    }
    expect(tagsOf(raw)).toEqual({
      environment: 'prod',
      mine: '1',
      release: 'r1',
      dist: 'd',
      server_name: 'web-1',
      'user.id': '7',
      'user.email': 'a@b.c',
      'user.username': 'ann',
      browser: 'Firefox 120.0',
      'browser.name': 'Firefox',
      'os.name': 'Linux',
      device: 'X1',
    })
  })

  it('are cut to 255 characters, key and value', () => {
    const [tag] = normalize({ tags: { ['k'.repeat(300)]: 'v'.repeat(300) } }).tags
    expect([tag?.[0].length, tag?.[1].length]).toEqual([255, 255])
  })
})
