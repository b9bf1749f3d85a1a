import { describe, expect, it } from '@jest/globals'
import { newEventId, parseEventId, uuidv7 } from './ids.js'

describe('ids', () => {
  it('a uuidv7 carries its millisecond, its version and its variant', () => {
    const at = new Date('2026-11-22T20:46:53.108Z')
    const id = uuidv7(at)
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    expect(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)).toBe(at.getTime())
  })

  it('a later uuidv7 sorts later', () => {
    const ids = [1, 2, 300, 70_000, 1e12, 1.8e12].map((ms) => uuidv7(new Date(ms)))
    expect([...ids].sort()).toEqual(ids)
  })

  it('ids of the same millisecond differ', () => {
    const at = new Date(0)
    expect(new Set(Array.from({ length: 1000 }, () => uuidv7(at))).size).toBe(1000)
  })

  it('a new event id is one that parses to itself', () => {
    const id = newEventId()
    expect(parseEventId(id)).toBe(id)
  })

  it.each([
    ['9EC79C33EC9942AB8353589FCB2E04DC', '9ec79c33ec9942ab8353589fcb2e04dc'],
    ['9ec79c33-ec99-42ab-8353-589fcb2e04dc', '9ec79c33ec9942ab8353589fcb2e04dc'],
    ['9ec79c33ec9942ab8353589fcb2e04d', null],
    ['9ec79c33-ec9942ab8353589fcb2e04dc', null],
    ['zec79c33ec9942ab8353589fcb2e04dc', null],
    ['9ec79c33ec9942ab8353589fcb2e04dc\n', null],
    ['', null],
    [42, null],
    [null, null],
  ])('reads the event id %p as %p', (text, wanted) => {
    expect(parseEventId(text)).toBe(wanted)
  })
})
