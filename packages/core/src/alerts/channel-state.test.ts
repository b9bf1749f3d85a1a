import { describe, expect, it } from '@jest/globals'
import { admit, type ChannelState, FRESH_CHANNEL, isFailing, noteAttempt } from './channel-state.js'

const START = Date.parse('2026-01-14T12:00:00.000Z')
const at = (second: number) => new Date(START + second * 1000)
const ask = (state: ChannelState, second: number, perMinute: number | null = 100) =>
  admit(state, { now: at(second), perMinute, probeMs: 30_000 })
const fail = (state: ChannelState, second: number, waitMs = 0) =>
  noteAttempt(state, { now: at(second), error: 'Busy', waitMs })
const failing = (second = 0) => [1, 2, 3, 4, 5].reduce((state) => fail(state, second), FRESH_CHANNEL)
const waits = (held: 'paused' | 'rate', second: number) => ({ kind: 'wait', held, until: at(second) })

describe('the breaker of a channel', () => {
  it('pauses it after five failures in a row, and not before', () => {
    const four = [1, 2, 3, 4].reduce((state) => fail(state, 0), FRESH_CHANNEL)
    expect([isFailing(four), ask(four, 0).admission.kind]).toEqual([false, 'go'])
    const saved = noteAttempt(four, { now: at(1), error: '', waitMs: 0 })
    expect(ask(fail(saved, 2), 2).admission.kind).toBe('go')
    expect(isFailing(failing())).toBe(true)
    expect(ask(failing(), 59).admission).toEqual(waits('paused', 60))
  })

  it('pauses it after one failure that says that the way is closed', () => {
    const closed = noteAttempt(FRESH_CHANNEL, { now: at(0), error: 'Gone', waitMs: 0, isClosed: true })
    expect(isFailing(closed)).toBe(true)
    expect(ask(closed, 59).admission).toEqual(waits('paused', 60))
    expect(noteAttempt(fail(closed, 60), { now: at(61), error: 'Gone', waitMs: 0, isClosed: true }).failures).toBe(6)
    expect(noteAttempt(closed, { now: at(61), error: '', waitMs: 0 })).toMatchObject({ failures: 0 })
  })

  it('lets one message at a time try', () => {
    const first = ask(failing(), 60)
    expect(first.admission.kind).toBe('go')
    const second = ask(first.state, 61)
    expect(second.admission).toEqual(waits('paused', 90))
    // Whoever tried has died.
    expect(ask(second.state, 90).admission.kind).toBe('go')
  })

  it('pauses twice as long after each try that fails, up to an hour', () => {
    let [state, second] = [failing(), 0]
    const pauses: number[] = []
    for (let tries = 0; tries < 8; tries += 1) {
      const pause = (state.pausedUntil ?? 0) / 1000 - START / 1000 - second
      pauses.push(pause)
      second += pause
      state = fail(ask(state, second).state, second)
    }
    expect(pauses).toEqual([60, 120, 240, 480, 960, 1920, 3600, 3600])
  })

  it('is as new after one success', () => {
    const state = noteAttempt(ask(failing(), 60).state, { now: at(61), error: '', waitMs: 0 })
    expect(ask(state, 61).admission.kind).toBe('go')
    expect(state).toMatchObject({ failures: 0, failingSince: null, pausedUntil: null, error: '' })
  })

  it('is not paused longer by what was on its way when it was', () => {
    const state = [1, 2, 3, 4, 5, 6].reduce((before) => fail(before, 1), failing())
    expect(ask(state, 59).admission).toEqual(waits('paused', 60))
    expect(state.failures).toBe(5)
  })

  it('tries again when a clock that was ahead has been set right', () => {
    const DAY = 86_400
    expect(ask(failing(DAY), 0).admission.kind).toBe('go')
    const tried = ask(failing(DAY), DAY + 60).state
    expect(ask({ ...tried, pausedUntil: 0 }, 0).admission.kind).toBe('go')
    expect(ask(fail(failing(DAY), 0), 0).admission).toEqual(waits('paused', 120))
  })

  it('leaves the other side alone for as long as it asks', () => {
    const state = fail(FRESH_CHANNEL, 0, 90_000)
    expect(isFailing(state)).toBe(false)
    expect(ask(state, 89).admission).toEqual(waits('paused', 90))
    expect(ask(state, 90).admission.kind).toBe('go')
    expect(ask(fail(failing(), 0, 90_000), 61).admission).toEqual(waits('paused', 90))
  })
})

describe('the rate of a channel', () => {
  it('is so many messages in a minute', () => {
    let state = FRESH_CHANNEL
    const kinds = [0, 1, 2, 59, 60, 61, 62].map((second) => {
      const asked = ask(state, second, 2)
      state = asked.state
      return asked.admission
    })
    expect(kinds.map(({ kind }) => kind)).toEqual(['go', 'go', 'wait', 'wait', 'go', 'go', 'wait'])
    expect(kinds[2]).toEqual(waits('rate', 60))
    expect(ask(state, 62, null)).toEqual({ state, admission: { kind: 'go' } })
  })
})
