import { describe, expect, it } from '@jest/globals'
import { findKey, projectOfDsn } from './auth.js'

const KEY = '0123456789abcdef0123456789abcdef'
const DASHED = '01234567-89ab-cdef-0123-456789abcdef'
const OTHER = 'f'.repeat(32)

const find = (from: { query?: string; sentryAuth?: string; authorization?: string; envelopeDsn?: string }) =>
  findKey({
    query: new URLSearchParams(from.query),
    sentryAuth: from.sentryAuth ?? null,
    authorization: from.authorization ?? null,
    envelopeDsn: from.envelopeDsn ?? null,
  })

describe('the key of a request', () => {
  it.each([
    ['sentry_key of the query', { query: `sentry_version=7&sentry_key=${KEY}&sentry_client=a%2F1` }, 'a/1'],
    ['glitchtip_key of the query', { query: `glitchtip_key=${KEY}` }, null],
    ['a key with dashes', { query: `sentry_key=${DASHED}` }, null],
    ['a key in capitals', { query: `sentry_key=${KEY.toUpperCase()}` }, null],
    [
      'X-Sentry-Auth',
      { sentryAuth: `Sentry sentry_key=${KEY}, sentry_version=7, sentry_client=sentry.python/2.68.0` },
      'sentry.python/2.68.0',
    ],
    [
      'X-Sentry-Auth without blanks',
      { sentryAuth: `Sentry sentry_version=7,sentry_client=x,sentry_key=${KEY},sentry_secret=s` },
      'x',
    ],
    ['X-Sentry-Auth without a scheme', { sentryAuth: `sentry_key=${KEY}` }, null],
    ['X-Sentry-Auth with glitchtip_key', { sentryAuth: `Sentry glitchtip_key=${KEY}` }, null],
    ['Authorization', { authorization: `Sentry sentry_key=${DASHED}` }, null],
    ['Authorization in another case', { authorization: `sentry sentry_key=${KEY}` }, null],
    ['the DSN of the envelope', { envelopeDsn: `https://${KEY}@host.example/prefix/7` }, null],
    ['the DSN with a secret', { envelopeDsn: `https://${KEY}:secret@host.example/7` }, null],
  ])('is found in %s', (_name, from, client) => {
    expect(find(from)).toEqual({ publicKey: KEY, client })
  })

  it('is taken from the first place that names one', () => {
    const sentryAuth = `Sentry sentry_key=${OTHER}`
    expect(find({ query: `sentry_key=${KEY}`, sentryAuth })).toMatchObject({ publicKey: KEY })
    expect(find({ sentryAuth: `Sentry sentry_key=${KEY}`, envelopeDsn: `https://${OTHER}@h/1` })).toMatchObject({
      publicKey: KEY,
    })
  })

  it.each([
    ['nothing at all', {}],
    ['a token of the management API', { authorization: `Bearer ${KEY}` }],
    ['another scheme', { authorization: `Basic sentry_key=${KEY}` }],
    ['an empty key', { query: 'sentry_key=' }],
    ['a DSN without a key', { envelopeDsn: 'https://host.example/1' }],
  ])('is missing with %s', (_name, from) => {
    expect(find(from)).toBe('missing')
  })

  it.each([
    ['a short key', { query: 'sentry_key=abc' }],
    ['a key with a letter too many', { sentryAuth: `Sentry sentry_key=${KEY}0` }],
    ['dashes alone', { query: `sentry_key=${'-'.repeat(36)}` }],
    ['a DSN that is no URL', { envelopeDsn: 'not a dsn' }],
    ['a DSN with a word for a key', { envelopeDsn: 'https://public@host.example/1' }],
    ['a malformed key in front of a good one', { query: 'sentry_key=abc', sentryAuth: `Sentry sentry_key=${KEY}` }],
  ])('is malformed with %s', (_name, from) => {
    expect(find(from)).toBe('malformed')
  })
})

describe('the project of a DSN', () => {
  it.each([
    ['https://k@host/7', '7'],
    ['https://k@host:8000/a/prefix/42/', '42'],
    ['https://k@host/shop', null],
    ['https://k@host/', null],
    [`https://k@host/${'9'.repeat(19)}`, null],
    ['no url', null],
  ])('%s: %s', (dsn, project) => {
    expect(projectOfDsn(dsn)).toBe(project)
  })
})
