import { describe, expect, it } from '@jest/globals'
import type { Assertion } from '../../ports/monitor-request.js'
import { type Answered, assertionFault, failedAssertion } from './check.js'

const BODY = {
  status: 'ok',
  count: 7,
  ratio: 0.5,
  isOpen: true,
  none: null,
  items: [{ id: 1 }, { id: 22 }],
  'a b': { id: 'x' },
}
const ANSWERED: Answered = {
  ...{ status: 200, body: JSON.stringify(BODY), responseMs: 120, records: ['10 Mail.Example.com.', '192.0.2.1'] },
  headers: [
    { name: 'Content-Type', value: 'application/json' },
    { name: 'X-Remaining', value: '41' },
    { name: 'Set-Cookie', value: 'a=1' },
    { name: 'set-cookie', value: 'b=2' },
  ],
}
const json = (path: string, compare: string, value = ''): Assertion =>
  ({ kind: 'json', path, compare, value }) as Assertion
const body = (compare: string, value: string): Assertion => ({ kind: 'body', compare, value }) as Assertion
const header = (name: string, compare: string, value = ''): Assertion =>
  ({ kind: 'header', name, compare, value }) as Assertion
const record = (compare: string, value: string): Assertion => ({ kind: 'record', compare, value }) as Assertion
const status = (expected: string): Assertion => ({ kind: 'status', expected })

describe('an assertion', () => {
  it.each<Assertion>([
    ...['200', '200-299', '2xx', '301, 2XX', '100 - 599'].map(status),
    ...[
      body('contains', '"ok"'),
      body('not_contains', 'error'),
      body('matches', '"count":\\d+,'),
      body('equals', ` ${ANSWERED.body}\n`),
    ],
    ...[
      json('$.status', 'equals', 'ok'),
      json('status', 'equals', 'ok'),
      json('$.count', 'greater', '6.5'),
      json('$.count', 'less', '8'),
    ],
    ...[json('$.count', 'equals', '7.0'), json('$.isOpen', 'equals', 'true'), json('$.none', 'equals', 'null')],
    ...[
      json('$.none', 'exists'),
      json('$.nothing', 'missing'),
      json('$.nothing', 'not_equals', 'x'),
      json('$.items[1].id', 'equals', '22'),
    ],
    ...[json('$.items[-1].id', 'equals', '22'), json('$.items[*].id', 'equals', '1'), json('$..id', 'contains', 'x')],
    ...[
      json("$['a b'].id", 'equals', 'x'),
      json('$["a b"]["id"]', 'not_contains', 'y'),
      json('$.items', 'contains', '"id":22'),
    ],
    ...[
      json('$..[0].id', 'equals', '1'),
      json('$.items.length', 'missing'),
      json('$', 'exists'),
      json('$.__proto__', 'missing'),
    ],
    ...[
      header('content-type', 'contains', 'json'),
      header('X-Remaining', 'less', '42'),
      header('SET-COOKIE', 'equals', 'b=2'),
    ],
    ...[header('x-none', 'missing'), header('set-cookie', 'not_contains', 'c=')],
    { kind: 'responseTime', maxMs: 120 },
    ...[record('equals', '192.0.2.1'), record('contains', 'mail.example.COM'), record('not_contains', 'evil')],
    record('equals', '10 mail.example.com'),
  ])('%j holds', (assertion) => {
    expect(assertionFault(assertion)).toBeNull()
    expect(failedAssertion([assertion], ANSWERED)).toBeNull()
  })

  it.each<[Assertion, string, string]>([
    [status('404'), 'wrong_status', 'Wanted status 404, found 200'],
    [status('3xx,500-599'), 'wrong_status', 'Wanted status 3xx,500-599, found 200'],
    [body('contains', 'bye'), 'wrong_body', 'Wanted "bye" in the answer, which begins'],
    [body('not_contains', 'ok'), 'wrong_body', 'Wanted no "ok" in the answer'],
    [body('equals', 'ok'), 'wrong_body', 'Wanted "ok" and no more'],
    [body('matches', '^ok'), 'wrong_body', 'Wanted a match of "^ok"'],
    [json('$.status', 'equals', 'down'), 'wrong_body', 'Wanted "down" at $.status, found "ok"'],
    [json('$.nothing', 'equals', 'x'), 'wrong_body', 'Wanted "x" at $.nothing, found nothing'],
    [
      json('$.items[*].id', 'not_equals', '1'),
      'wrong_body',
      'Wanted anything but "1" at $.items[*].id, found "1", "22"',
    ],
    [json('$.status', 'greater', '1'), 'wrong_body', 'Wanted more than "1" at $.status, found "ok"'],
    [header('x-none', 'exists'), 'wrong_header', 'Wanted something at the header x-none, found nothing'],
    [
      header('x-remaining', 'greater', '41'),
      'wrong_header',
      'Wanted more than "41" at the header x-remaining, found "41"',
    ],
    [{ kind: 'responseTime', maxMs: 119 }, 'too_slow', 'Wanted an answer within 119 ms, it took 120 ms'],
    [record('equals', 'mail.example.com'), 'wrong_record', 'Wanted a record "mail.example.com", found'],
    [record('not_contains', '192.0'), 'wrong_record', 'Wanted no record with "192.0"'],
  ])('%j does not hold: %s', (assertion, reason, detail) => {
    expect(failedAssertion([assertion], ANSWERED)).toMatchObject({ reason, detail: expect.stringContaining(detail) })
  })

  it('fails of JSON that is none, and the first one that fails is told', () => {
    const answered = { ...ANSWERED, body: '<html>' }
    const failed = failedAssertion([status('200'), json('$', 'exists'), status('500')], answered)
    expect(failed).toEqual({ reason: 'wrong_body', detail: 'Wanted JSON, found an answer that begins "<html>"' })
    expect(failedAssertion([], answered)).toBeNull()
  })

  it.each<Assertion>([
    ...['', '20', '2x', '299-200', '200;201', '200,', '099', '1000', '6xx-7xx', '-200'].map(status),
    ...[
      json('$.a[?(@.b)]', 'exists'),
      json('$.a[(1)]', 'exists'),
      json('$.', 'exists'),
      json('$[1', 'exists'),
      json('$...a', 'exists'),
    ],
    ...[
      json(`$${'.a'.repeat(33)}`, 'exists'),
      json('$.a', 'less', 'x'),
      header('age', 'greater', ''),
      body('matches', '('),
    ],
  ])('%j cannot be asked for', (assertion) => {
    expect(assertionFault(assertion)).not.toBeNull()
  })

  it('looks through a document of any depth and width, as far as it may', () => {
    const deep = `${'{"a":'.repeat(5_000)}{"b":1}${'}'.repeat(5_000)}`
    expect(failedAssertion([json('$..b', 'equals', '1')], { ...ANSWERED, body: deep })).toBeNull()
    const wide = JSON.stringify(Array.from({ length: 200_000 }, () => [0]))
    expect(failedAssertion([json('$..*..*..*..*..zz', 'missing')], { ...ANSWERED, body: wide })).toBeNull()
  })
})
