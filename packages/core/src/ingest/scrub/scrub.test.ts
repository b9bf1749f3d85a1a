import { describe, expect, it } from '@jest/globals'
import type { NormalizedEvent } from '../../protocol/event.js'
import { createScrubber, DEFAULT_SCRUB_RULES } from './index.js'
import { fieldMatcher } from './rules.js'
import { scrubText, withoutCardNumbers } from './text.js'

const anEvent = (parts: Partial<NormalizedEvent>): NormalizedEvent => ({
  event_id: 'a'.repeat(32),
  timestamp: 1,
  received: 1,
  type: 'error',
  level: 'error',
  platform: 'node',
  tags: [],
  errors: [],
  ...parts,
})

describe('names of fields', () => {
  const isSensitive = fieldMatcher(DEFAULT_SCRUB_RULES)

  it.each([
    'password',
    'Password',
    'user_password',
    'userPassword',
    'passwd',
    'pwd',
    'db.pwd',
    'secret',
    'clientSecret',
    'API_KEY',
    'apiKey',
    'x-api-key',
    'token',
    'access_token',
    'authToken',
    'auth',
    'Authorization',
    'Proxy-Authorization',
    'cookie',
    'Set-Cookie',
    'X-CSRFToken',
    'sessionid',
    'PHPSESSID',
    'connect.sessid',
    'credentials',
    'private_key',
    'cvv',
    'ssn',
    'credit_card',
    'cardNumber',
    'jwt',
  ])('%s is taken for a secret', (name) => {
    expect(isSensitive(name)).not.toBeNull()
  })

  it.each([
    'author',
    'authority',
    'max_tokens',
    'tokens',
    'tokenizer',
    'monkey',
    'key',
    'keyboard',
    'path',
    'pint',
    'spinner',
    'message',
    'session',
    'x',
  ])('%s is not', (name) => {
    expect(isSensitive(name)).toBeNull()
  })

  it("a project's own names are found whatever their spelling, and safe ones win", () => {
    const own = fieldMatcher({ enabled: true, sensitiveFields: ['tax-id'], safeFields: ['csrf_mode'] })
    expect(own('customerTaxId')).toBe('project')
    expect(own('csrfMode')).toBeNull()
    expect(own('csrf')).toBe('@password')
  })
})

describe('text', () => {
  it.each([
    ['paid with 4111 1111 1111 1111 today', 'paid with [Filtered] today'],
    ['card=4111111111111111', 'card=[Filtered]'],
    ['5500-0000-0000-0004', '[Filtered]'],
    ['Paid with 4111 1111 1111 1111.', 'Paid with [Filtered].'],
    ['4111111111111111.\nNext line', '[Filtered].\nNext line'],
    ['4111111111111111...', '[Filtered]...'],
    ['378282246310005', '[Filtered]'],
  ])('takes out the card in %s', (text, expected) => {
    expect(withoutCardNumbers(text)).toBe(expected)
  })

  it.each([
    '4111111111111112',
    '1700000000000',
    'id_4111111111111111',
    '0.4111111111111111',
    '4111111111111111.5',
    '4111111111111111.png',
    '4111111111111111abc',
    '0000000000000000',
    '1234',
  ])('leaves %s alone', (text) => {
    expect(withoutCardNumbers(text)).toBe(text)
  })

  const isSensitive = fieldMatcher(DEFAULT_SCRUB_RULES)

  it.each([
    ['postgres://app:s3cret@db/main', 'postgres://[Filtered]@db/main'],
    ['GET https://x.test/a?token=abc&page=2', 'GET https://x.test/a?token=[Filtered]&page=2'],
    [
      '-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----\nrest',
      '-----BEGIN RSA PRIVATE KEY-----[Filtered]-----END RSA PRIVATE KEY-----\nrest',
    ],
    ['-----BEGIN PRIVATE KEY-----\nMIIE', '-----BEGIN PRIVATE KEY-----[Filtered]'],
  ])('takes the secret out of %j', (text, expected) => {
    expect(scrubText(text, isSensitive)?.text).toBe(expected)
  })

  it('answers null for text without secrets', () => {
    expect(scrubText('TypeError: x is not a function at https://x.test/app.js?v=3', isSensitive)).toBeNull()
  })

  it('takes no time to speak of on hostile text', () => {
    const started = performance.now()
    for (const unit of ['4', '4 ', '-----BEGIN PRIVATE KEY-----', '://a:', '?a=', '"a', '-----BEGIN ']) {
      scrubText(unit.repeat(100_000 / unit.length), isSensitive)
    }
    expect(performance.now() - started).toBeLessThan(5_000)
  })
})

describe('an event', () => {
  const scrub = createScrubber(DEFAULT_SCRUB_RULES)

  it('without secrets is the same object', () => {
    const event = anEvent({ extra: { a: [1, { b: 'c' }] }, logentry: { formatted: 'hello' } })
    expect(scrub(event)).toBe(event)
  })

  it('loses its secrets in every part, and says so in _meta', () => {
    const event = anEvent({
      request: {
        url: 'https://x.test/login?api_key=1',
        headers: [
          ['Authorization', 'Bearer abc'],
          ['Accept', '*/*'],
        ],
        cookies: [['theme', 'dark']],
        query_string: [
          ['token', 'abc'],
          ['page', '2'],
        ],
        data: '{"user":"ada","password":"hunter2"}',
      },
      extra: { nested: [{ apiKey: 'k', note: 'fine' }] },
      contexts: { app: { secret: { deep: true } } },
      tags: [
        ['auth', 'basic-abc'],
        ['env', 'prod'],
      ],
      exception: {
        values: [
          {
            type: 'E',
            value: 'for postgres://u:p@h/db',
            stacktrace: { frames: [{ context_line: 'password = "x"', vars: { password: 'x' } }] },
          },
        ],
      },
      breadcrumbs: { values: [{ message: 'card 4111111111111111', data: { url: 'https://x.test/?token=t' } }] },
    })
    const after = scrub(event)
    expect(after.request).toEqual({
      url: 'https://x.test/login?api_key=[Filtered]',
      headers: [
        ['Authorization', '[Filtered]'],
        ['Accept', '*/*'],
      ],
      cookies: [['theme', '[Filtered]']],
      query_string: [
        ['token', '[Filtered]'],
        ['page', '2'],
      ],
      data: '{"user":"ada","password":"[Filtered]"}',
    })
    expect(after.extra).toEqual({ nested: [{ apiKey: '[Filtered]', note: 'fine' }] })
    expect(after.contexts).toEqual({ app: { secret: '[Filtered]' } })
    expect(after.tags).toEqual([
      ['auth', '[Filtered]'],
      ['env', 'prod'],
    ])
    const [exception] = after.exception?.values ?? []
    expect(exception?.value).toBe('for postgres://[Filtered]@h/db')
    expect(exception?.stacktrace?.frames[0]).toEqual({
      context_line: 'password = "x"',
      vars: { password: '[Filtered]' },
    })
    expect(after.breadcrumbs?.values[0]).toEqual({
      message: 'card [Filtered]',
      data: { url: 'https://x.test/?token=[Filtered]' },
    })
    expect(after._meta).toMatchObject({
      extra: { nested: { '0': { apiKey: { '': { rem: [['@password', 's']] } } } } },
      request: { cookies: { '0': { '1': { '': { rem: [['@cookie', 's']] } } } } },
    })
    expect(JSON.stringify(event)).toContain('hunter2')
  })

  it.each([
    ['no object', 'x'],
    ['a list', [1]],
    ['remarks that are none', { rem: { a: 1 } }],
    ['remarks that are a word', { rem: 'x' }],
  ])('loses its secrets where the client made %s of _meta', (_what, remark) => {
    const after = scrub(anEvent({ extra: { password: 'hunter2' }, _meta: { extra: { password: { '': remark } } } }))
    expect(after.extra).toEqual({ password: '[Filtered]' })
    expect(after._meta).toMatchObject({ extra: { password: { '': { rem: [['@password', 's']] } } } })
  })

  it('keeps absent, empty and boolean values, which are no secret', () => {
    const extra = { password: null, token: '', secret: false }
    expect(scrub(anEvent({ extra })).extra).toEqual(extra)
  })

  it.each([
    ['user=ada&password=hunter2', 'user=ada&password=[Filtered]'],
    ['{"password": "hunter2", "rest": "cut o', '{"password":"[Filtered]", "rest": "cut o'],
  ])('reads a body sent as text: %s', (data, expected) => {
    expect(scrub(anEvent({ request: { data } })).request?.data).toBe(expected)
  })

  it('is left alone where the project switched scrubbing off', () => {
    const event = anEvent({ extra: { password: 'x' } })
    expect(createScrubber({ ...DEFAULT_SCRUB_RULES, enabled: false })(event)).toBe(event)
  })

  it('keys that would reach a prototype do no harm', () => {
    const extra = JSON.parse('{"__proto__":{"password":"x"},"constructor":{"token":"y"}}') as Record<string, unknown>
    const after = scrub(anEvent({ extra }))
    expect(JSON.stringify(after.extra)).not.toContain('"y"')
    expect(({} as Record<string, unknown>).password).toBeUndefined()
  })
})
