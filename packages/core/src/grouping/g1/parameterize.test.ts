import { describe, expect, it } from '@jest/globals'
import { isOpaqueId } from './opaque.js'
import { parameterize } from './parameterize.js'

describe('parameterising a text', () => {
  it.each([
    ['user 42 not found', 'user <number> not found'],
    ['user 42', 'user <number>'],
    ['balance is -12.50, was 4,150,908', 'balance is <number>, was <number>'],
    ['used 80% of 512 MB', 'used <number> of <size>'],
    ['took 12ms of 1.5s', 'took <duration> of <duration>'],
    ['after 1 second', 'after <duration>'],
    ['after 30 seconds, in 1h30m', 'after <duration>, in <duration>'],
    ['1e-9 and +3', '<number> and <number>'],
    ['rows 10-20 of [1, 2,3]', 'rows <number>-<number> of [<number>, <number>]'],
    ['GET /users/123/orders/7?page=2', 'GET /users/<number>/orders/<number>?page=<number>'],
    ['order #123: x', 'order #<number>: x'],
    ['order-10234 of user_998877 in job12345', 'order-<number> of user_<number> in job<number>'],
    ['id 7d0e9a70-1c2d-4f5a-8b6c-0123456789ab gone', 'id <uuid> gone'],
    ['file-7d0e9a70-1c2d-4f5a-8b6c-0123456789ab.txt', 'file-<uuid>.txt'],
    ['md5 d41d8cd98f00b204e9800998ecf8427e', 'md5 <hash>'],
    ['sha DA39A3EE5E6B4B0D3255BFEF95601890AFD80709', 'sha <hash>'],
    ['commit 1de8069', 'commit <hex>'],
    ['tag D41D8CD98F00B204', 'tag <hex>'],
    ['object at 0x7f8b2c0d1e20>', 'object at <hex>>'],
    ['key cache_d41d8cd98f00b204', 'key cache_<hex>'],
    ['mail to ann.b+c@mail.example.com failed', 'mail to <email> failed'],
    ['GET https://h.example:8080/a?b=1#c failed', 'GET <url> failed'],
    ['dsn postgres://u:p@db/x', 'dsn <url>'],
    ['s3+x://bucket/key', '<url>'],
    ['"https://h.example/a"', '"<url>"'],
    ['connect 10.0.0.1:5432', 'connect <ip>'],
    ['peer 2001:db8::ff00:42:8329 left', 'peer <ip> left'],
    ['peer ::1', 'peer <ip>'],
    ['peer ::ffff:10.0.0.1', 'peer <ip>'],
    ['nic 00:1b:44:11:3a:b7', 'nic <mac>'],
    ['at 2026-11-22T20:46:53.108Z', 'at <date>'],
    ['at 2026-11-22 20:46:53,108 +01:00 x', 'at <date> x'],
    ['on 2026-11-22', 'on <date>'],
    ['on 2026-01-40', 'on <date>'],
    ['on 11/22/2026, 8:46:53 PM', 'on <date>'],
    ['on 22 Nov 2026', 'on <date>'],
    ['on Nov 22, 2026', 'on <date>'],
    ['at 20261122T204653Z', 'at <date>'],
    ['at 20:46:53', 'at <date>'],
    ['Sun, 22 Nov 2026 20:46:53 GMT: late', '<date>: late'],
    ['Sun Nov 22 2026 20:46:53 GMT+0000 (Coordinated Universal Time)', '<date>'],
    ['Sun Nov 22 20:46:53 2026', '<date>'],
    ['datetime.datetime(2026, 11, 22, 20, 46, tzinfo=utc)', '<date>'],
    ['name="Ann B" age=\'7\' ok=true', 'name=<quoted> age=<quoted> ok=<bool>'],
    [
      '{"user":"ann \\"b\\"","age": 7,"rate":1.5,"ok":false,"x":null}',
      '{"user":<value>,"age": <value>,"rate":<value>,"ok":<value>,"x":<value>}',
    ],
    ['customer cus_9s6XKzkNRiz8i3 of req-01ARZ3NDEKTSV4RRFFQ69G5FAV', 'customer cus_<id> of req-<id>'],
    ['user clh3x2k9d0000qzrmn831i7rn', 'user <id>'],
    ['line 3\n\nline 4\nline 5', 'line <number>\nline <number>'],
  ])('%j becomes %j', (text, wanted) => {
    expect(parameterize(text)).toBe(wanted)
  })

  it.each([
    'utf-8',
    'ISO-8859-1',
    'http2 and sha256 and v1',
    'HTTP over x86_64',
    'std::vector::at a::b::c dead::beef',
    "KeyError: 'name'",
    "Cannot read properties of undefined (reading 'x')",
    'Option::unwrap()',
    'deadbeef',
    'Monday is a day, mon ami; may be, march on',
    'café7 größe',
    'base64Encode2String ArrayIndexOutOfBoundsException java.lang.NullPointerException',
    'version2024final',
    '--- === ...',
    '',
  ])('%j stays', (text) => {
    expect(parameterize(text)).toBe(text)
  })

  it('leaves what it has made alone', () => {
    const once = parameterize('user 42 at 10.0.0.1 with a@b.example on 2026-11-22, took 12ms {"a":1} x=true')
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
    ['":"a\\'],
    ['http://'],
    ['a+b@'],
    ['Sun, '],
    ['9-9-'],
    ['0x'],
    ['2026-11-'],
    ['1h'],
    ['a1B2'],
    ['Nov 1'],
    ['datetime.date(1'],
    ['\n'],
  ])('takes its time for no repetition of %j', (piece) => {
    const text = piece.repeat(100_000)
    const start = performance.now()
    parameterize(text)
    expect(performance.now() - start).toBeLessThan(5_000)
  })

  it('answers any text, and what it made of it stays what it is', () => {
    const random = seeded(7)
    const alphabet = [
      ...'aZ09fF.-_:/@="\'{}[](), +%\n',
      '0x',
      '://',
      '2026-11-22',
      '10.0.0.1',
      'é',
      '😀',
      'Mon ',
      '12ms',
    ]
    for (let round = 0; round < 500; round++) {
      const text = Array.from({ length: 40 }, () => alphabet[Math.floor(random() * alphabet.length)]).join('')
      expect(parameterize(text)).toBe(parameterize(text))
      expect(parameterize(text).length).toBeLessThan(text.length * 10)
    }
  })

  it('takes numbers of every size for one kind', () => {
    expect(new Set(['12', '12.5', '-3', '1e9', '4,150'].map((n) => parameterize(`sum ${n} left`))).size).toBe(1)
  })

  it.each(['9s6XKzkNRiz8i3', '01ARZ3NDEKTSV4RRFFQ69G5FAV', 'clh3x2k9d0000qzrmn831i7rn', 'V1StGXR8Z5jdHi6BmyT'])(
    '%s is an id',
    (text) => {
      expect(isOpaqueId(text)).toBe(true)
    },
  )

  it.each([
    'NullPointerException',
    'sha256withrsa',
    'version2024final',
    '1234567890',
    'UTF8StringEncoding',
    'OAuth2Token',
  ])('%s is a word', (text) => {
    expect(isOpaqueId(text)).toBe(false)
  })
})

function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return state / 2_147_483_648
  }
}
