import { describe, expect, it } from '@jest/globals'
import { faults, normalized as normalize } from '../../../test/normalized.js'

describe('hostile values', () => {
  it('NUL and lone surrogates are replaced everywhere, whole pairs are kept', () => {
    const bad = 'a\0b\ud800c\udc00d🌍'
    const event = normalize({
      message: bad,
      logger: bad,
      platform: bad,
      tags: { [bad]: bad },
      extra: { [bad]: [bad, { [bad]: bad }] },
      contexts: { [bad]: { [bad]: bad } },
      user: { id: bad, [bad]: bad },
      modules: { [bad]: bad },
      fingerprint: [bad],
      breadcrumbs: [{ message: bad, data: { [bad]: bad } }],
      request: { url: `http://x/${bad}`, headers: { [bad]: bad }, query_string: bad, data: bad },
      exception: [
        {
          type: bad,
          value: bad,
          mechanism: { type: bad, data: { [bad]: bad } },
          stacktrace: { frames: [{ function: bad, vars: { [bad]: bad }, pre_context: [bad] }] },
        },
      ],
      threads: [{ name: bad, id: bad }],
      sdk: { name: bad, packages: [{ name: bad }], integrations: [bad] },
      errors: [{ type: bad, name: bad, value: bad }],
      debug_meta: { [bad]: bad },
      template: { [bad]: bad },
      csp: { [bad]: bad },
      _meta: { [bad]: bad },
    })
    const json = JSON.stringify(event)
    expect(json).not.toMatch(/\\u0000|\\ud[89a-f]/)
    expect(event.logentry?.formatted).toBe('a\ufffdb\ufffdc\ufffdd🌍')
  })

  it('keys that would change an object are harmless', () => {
    const raw = JSON.parse(
      '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"extra":{"__proto__":{"polluted":1},"a":1},' +
        '"contexts":{"__proto__":{"polluted":1},"os":{"name":"x"}},"tags":{"__proto__":"x"},"modules":{"__proto__":"1"},' +
        '"user":{"__proto__":{"polluted":1},"id":"1"},"toString":1}',
    )
    const event = normalize(raw)
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
    expect((event.extra as Record<string, unknown>).polluted).toBeUndefined()
    expect(Object.keys(event.extra ?? {})).toEqual(['a'])
    expect((event.contexts as Record<string, unknown>).polluted).toBeUndefined()
    expect(event.user).toEqual({ id: '1' })
  })

  it('structures a thousand deep are cut, with a note', () => {
    let deep: unknown = 'end'
    for (let level = 0; level < 1000; level++) deep = level % 2 ? [deep] : { a: deep }
    for (const field of [
      'extra',
      'contexts',
      'message',
      'tags',
      'user',
      'exception',
      'breadcrumbs',
      'level',
      '_meta',
      'x',
    ]) {
      const event = normalize({ [field]: deep })
      expect(JSON.stringify(event).length).toBeLessThan(3000)
    }
    expect(faults(normalize({ extra: { deep } }))).toEqual(['value_too_long extra'])
  })

  it('texts of a megabyte are cut, with a note that says how long they were', () => {
    const long = 'x'.repeat(1_000_000)
    const event = normalize({ message: long, exception: [{ type: long, value: long }], extra: { long } })
    expect(event.logentry?.formatted).toHaveLength(8192)
    expect(event.exception?.values[0]?.type).toHaveLength(255)
    expect(event.exception?.values[0]?.value).toHaveLength(8192)
    expect(String(event.extra?.long).endsWith('…')).toBe(true)
    expect(event.errors).toContainEqual({ type: 'value_too_long', name: 'exception.value', value: 1_000_000 })
  })

  it('a cut never leaves half of a character', () => {
    const event = normalize({ message: `${'x'.repeat(8190)}🌍🌍` })
    expect(event.logentry?.formatted).toBe(`${'x'.repeat(8190)}…`)
  })

  it.each([
    ['exception', { exception: Array.from({ length: 100 }, (_, i) => ({ type: `E${i}` })) }, 32],
    ['threads', { threads: Array.from({ length: 100 }, (_, i) => ({ id: i })) }, 64],
    ['breadcrumbs', { breadcrumbs: Array.from({ length: 300 }, (_, i) => ({ message: `b${i}` })) }, 100],
  ] as const)('too many %s are cut, with a note', (name, raw, kept) => {
    const event = normalize(raw)
    expect(event[name]?.values).toHaveLength(kept)
    expect(faults(event)).toEqual([`value_too_long ${name}`])
  })

  it('of a long chain both ends are kept, of breadcrumbs the newest, of threads those that matter', () => {
    const chain = normalize({ exception: Array.from({ length: 100 }, (_, i) => ({ type: `E${i}` })) }).exception?.values
    expect([chain?.[0]?.type, chain?.at(-1)?.type]).toEqual(['E0', 'E99'])
    const crumbs = normalize({ breadcrumbs: Array.from({ length: 300 }, (_, i) => ({ message: `b${i}` })) }).breadcrumbs
    expect([crumbs?.values[0]?.message, crumbs?.values.at(-1)?.message]).toEqual(['b200', 'b299'])
    const raw = Array.from({ length: 100 }, (_, i) => ({ id: i, crashed: i === 99 }))
    expect(normalize({ threads: raw }).threads?.values.at(-1)).toEqual({ id: 99, crashed: true })
  })

  it('all stacks together keep a bounded number of frames, the last exception first', () => {
    const frames = Array.from({ length: 500 }, (_, i) => ({ function: `f${i}` }))
    const event = normalize({ exception: Array.from({ length: 20 }, () => ({ type: 'E', stacktrace: { frames } })) })
    const counts = event.exception?.values.map((exception) => exception.stacktrace?.frames.length ?? 0)
    expect(counts?.reduce((sum, count) => sum + count, 0)).toBe(1000)
    expect(counts?.at(-1)).toBe(200)
  })

  it('many keys and values are cut, and the notes themselves are few', () => {
    const wide = Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`key${i}`, i]))
    const event = normalize({
      tags: wide,
      extra: wide,
      contexts: wide,
      modules: wide,
      user: wide,
      request: { headers: wide },
    })
    expect(event.tags).toHaveLength(100)
    expect(Object.keys(event.extra ?? {})).toHaveLength(200)
    expect(Object.keys(event.contexts ?? {})).toHaveLength(50)
    expect(Object.keys(event.modules ?? {})).toHaveLength(500)
    expect(event.errors.length).toBeLessThanOrEqual(50)
  })

  it('garbage in every field throws nowhere', () => {
    const garbage: readonly unknown[] = [
      null,
      true,
      0,
      -1,
      1e308,
      '',
      'x',
      [],
      [null],
      [[]],
      {},
      { values: null },
      { values: [1, 'x', null] },
      { toString: 1 },
    ]
    const fields = [
      'event_id',
      'timestamp',
      'platform',
      'level',
      'logger',
      'transaction',
      'server_name',
      'release',
      'dist',
      'environment',
      'tags',
      'modules',
      'extra',
      'fingerprint',
      'checksum',
      'exception',
      'threads',
      'stacktrace',
      'template',
      'breadcrumbs',
      'sdk',
      'request',
      'contexts',
      'user',
      'debug_meta',
      'message',
      'logentry',
      'errors',
      '_meta',
      'csp',
      'type',
      'culprit',
    ]
    for (const value of garbage) {
      const event = normalize(Object.fromEntries(fields.map((field) => [field, value])))
      expect(typeof event.level).toBe('string')
      expect(() => JSON.stringify(event)).not.toThrow()
    }
  })
})
