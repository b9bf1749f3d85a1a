import { describe, expect, it } from '@jest/globals'
import type { AppError } from '../errors.js'
import { errorResponse } from './errors.js'
import { boolean, given, integer, listOf, nullable, oneOf, optional, readFields, readQuery, text } from './input.js'

const fields = {
  name: text({ min: 1, max: 8 }),
  eventThrottleRate: optional(integer(0, 100)),
  platform: optional(nullable(text({ max: 4 }))),
}

function faultsOf(body: unknown) {
  try {
    readFields(body, fields)
    return []
  } catch (error) {
    return (error as AppError).fields
  }
}

describe('readFields', () => {
  it('reads what it names and ignores the rest', () => {
    expect(readFields({ name: ' Web ', platform: null, id: 7 }, fields)).toEqual({
      name: 'Web',
      platform: null,
      eventThrottleRate: undefined,
    })
  })

  it('takes the snake_case name as well', () => {
    expect(readFields({ name: 'a', event_throttle_rate: '12' }, fields).eventThrottleRate).toBe(12)
  })

  it('tells every fault at once, each with its place', () => {
    expect(faultsOf({ eventThrottleRate: 101, platform: 'too long' })).toEqual([
      { type: 'missing', loc: ['body', 'payload', 'name'], msg: 'Field required' },
      { type: 'out_of_range', loc: ['body', 'payload', 'eventThrottleRate'], msg: 'Wanted 0 to 100, found 101' },
      { type: 'string_too_long', loc: ['body', 'payload', 'platform'], msg: 'Wanted at most 4 characters' },
    ])
  })

  it.each([[null], [[]], ['text'], [7]])('refuses %j as a body', (body) => {
    expect(faultsOf(body)[0]?.msg).toMatch(/Wanted a JSON object/)
  })

  it('refuses NUL, which no database keeps', () => {
    expect(faultsOf({ name: 'a\0b' })[0]?.msg).toMatch(/NUL/)
  })

  it('never reads what an object inherits', () => {
    expect(() => readFields({}, { constructor: boolean })).toThrow(/required/)
  })

  it('shortens what it quotes', () => {
    expect(() => readFields({ s: 'x'.repeat(5000) }, { s: oneOf('a', 'b') })).toThrow(/found "x{40}…"/)
  })

  it('counts the entries of a list and names the wrong one', () => {
    expect(() => readFields({ l: ['a', 1] }, { l: listOf(text({ max: 3 }), 2) })).toThrow(/1: Wanted a text/)
    expect(() => readFields({ l: [1, 2, 3] }, { l: listOf(integer(0, 9), 2) })).toThrow(/at most 2/)
  })

  it('becomes a 422 with a list, as clients of GlitchTip read it', () => {
    let response = errorResponse(null)
    try {
      readFields({}, { name: fields.name })
    } catch (error) {
      response = errorResponse(error)
    }
    expect(response.status).toBe(422)
    expect(JSON.parse(String(response.body))).toMatchObject({
      detail: [{ type: 'missing', loc: ['body', 'payload', 'name'], msg: 'Field required' }],
    })
  })
})

describe('readQuery', () => {
  it('names the parameter', () => {
    expect(readQuery(new URLSearchParams('a=3'), 'a', integer(0, 9))).toBe(3)
    expect(() => readQuery(new URLSearchParams('a=x'), 'a', integer(0, 9))).toThrow(/a: Wanted a whole number/)
  })
})

describe('given', () => {
  it('leaves out what was not given and keeps null', () => {
    expect(given({ a: undefined, b: null, c: 1 })).toEqual({ b: null, c: 1 })
  })
})
