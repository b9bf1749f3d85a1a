import { describe, expect, it } from '@jest/globals'
import { parameterize } from './parameterize.js'

describe('parameterising a text', () => {
  it.each([
    ['user 42 not found', 'user <number> not found'],
    ['user 42', 'user <number>'],
    ['balance is -12.50, was 4,150,908', 'balance is <number>, was <number>'],
    ['took 12ms of 1.5s, 80% done', 'took <number> of <number>, <number> done'],
    ['1e-9 and +3', '<number> and <number>'],
    ['rows 10-20 of [1, 2,3]', 'rows <number>-<number> of [<number>, <number>]'],
    ['GET /users/123/orders/7?page=2', 'GET /users/<number>/orders/<number>?page=<number>'],
    ['order #123: x', 'order #<number>: x'],
    ['order-10234 of user_998877 in job12345', 'order-<number> of user_<number> in job<number>'],
    ['id 7d0e9a70-1c2d-4f5a-8b6c-0123456789ab gone', 'id <uuid> gone'],
    ['file-7d0e9a70-1c2d-4f5a-8b6c-0123456789ab.txt', 'file-<uuid>.txt'],
    ['sha d41d8cd98f00b204e9800998ecf8427e', 'sha <hex>'],
    ['sha D41D8CD98F00B204', 'sha <hex>'],
    ['object at 0x7f8b2c0d1e20>', 'object at <hex>>'],
    ['key cache_d41d8cd98f00b204', 'key cache_<hex>'],
    ['mail to ann.b+c@mail.example.com failed', 'mail to <email> failed'],
    ['GET https://h.example:8080/a?b=1#c failed', 'GET <url> failed'],
    ['dsn postgres://u:p@db/x', 'dsn <url>'],
    ['"https://h.example/a"', '"<url>"'],
    ['connect 10.0.0.1:5432', 'connect <ip>:<number>'],
    ['peer 2001:db8::ff00:42:8329 left', 'peer <ip> left'],
    ['peer ::1', 'peer <ip>'],
    ['at 2026-11-22T20:46:53.108Z', 'at <date>'],
    ['at 2026-11-22 20:46:53,108 +01:00 x', 'at <date> x'],
    ['on 2026-11-22', 'on <date>'],
    ['at 20:46:53', 'at <date>'],
    ['Sun, 22 Nov 2026 20:46:53 GMT: late', '<date>: late'],
    ['Sun Nov 22 2026 20:46:53 GMT+0000', '<date>'],
    ['Sun Nov 22 20:46:53 2026', '<date>'],
    ['name="Ann B" age=\'7\'', 'name=<quoted> age=<quoted>'],
    ['line 3\nline 4', 'line <number>\nline <number>'],
  ])('%j becomes %j', (text, wanted) => {
    expect(parameterize(text)).toBe(wanted)
  })

  it.each([
    'utf-8',
    'ISO-8859-1',
    'http2 and sha256 and v1',
    'x86_64',
    'std::vector::at a::b::c dead::beef',
    "KeyError: 'name'",
    'deadbeef',
    'Monday is a day, mon ami',
    'café7 größe',
    '--- === ...',
    '',
  ])('%j stays', (text) => {
    expect(parameterize(text)).toBe(text)
  })

  it('leaves what it has made alone', () => {
    const once = parameterize('user 42 at 10.0.0.1 with a@b.example on 2026-11-22')
    expect(parameterize(once)).toBe(once)
  })

  it.each([
    ['a.b.c.'],
    ['a:'],
    ['1.'],
    ['1,'],
    ['::'],
    ['a-'],
    ['abcdef01'],
    ['="'],
    ["='a"],
    ['http://'],
    ['a+b@'],
    ['Sun, '],
    ['9-9-'],
    ['0x'],
    ['2026-11-'],
  ])('takes its time for no repetition of %j', (piece) => {
    const text = piece.repeat(100_000)
    const start = performance.now()
    parameterize(text)
    expect(performance.now() - start).toBeLessThan(5_000)
  })
})
