import { describe, expect, it } from '@jest/globals'
import { errorCode } from '../errors.js'
import { parseEnvelope, peekEnvelopeHeader } from './envelope.js'

const limits = { maxItems: 10, maxHeaderLineBytes: 1000 }
const parse = (text: string) => parseEnvelope(Buffer.from(text), limits)
const itemsOf = (text: string) =>
  parse(text).items.map((item) => [item.type, Buffer.from(item.payload).toString()] as const)

describe('an envelope', () => {
  it('keeps what is known of its header, where it has the right type', () => {
    const { header } = parse(
      '{"event_id":"9ec79c33-ec99-42ab-8353-589fcb2e04dc","dsn":"https://k@h/1","sent_at":"2026-01-01T00:00:00Z","sdk":{"name":"s","version":"1","x":1},"trace":{"a":1},"other":1}\n',
    )
    expect(header).toEqual({
      event_id: '9ec79c33-ec99-42ab-8353-589fcb2e04dc',
      dsn: 'https://k@h/1',
      sent_at: '2026-01-01T00:00:00Z',
      sdk: { name: 's', version: '1' },
      trace: { a: 1 },
    })
    expect(parse('{"event_id":1,"dsn":[],"sent_at":{},"sdk":"x","trace":2}').header).toEqual({})
  })

  it.each([
    ['without length and last line end', '{}\n{"type":"event"}\n{"a":1}', [['event', '{"a":1}']]],
    ['with length', '{}\n{"type":"event","length":7}\n{"a":1}\n', [['event', '{"a":1}']]],
    [
      'with length and line ends inside',
      '{}\n{"type":"attachment","length":5}\na\nb\nc\n',
      [['attachment', 'a\nb\nc']],
    ],
    [
      'with length 0',
      '{}\n{"type":"a","length":0}\n\n{"type":"b"}\nx',
      [
        ['a', ''],
        ['b', 'x'],
      ],
    ],
    ['with length and no line end at the end', '{}\n{"type":"a","length":3}\nabc', [['a', 'abc']]],
    [
      'with blank lines between',
      '{}\n\n{"type":"a"}\nx\n\n\n{"type":"b"}\ny\n',
      [
        ['a', 'x'],
        ['b', 'y'],
      ],
    ],
    [
      'with Windows line ends',
      '{}\r\n{"type":"a"}\r\nx\r\n{"type":"b","length":1}\r\ny\r\n',
      [
        ['a', 'x'],
        ['b', 'y'],
      ],
    ],
    [
      'with a header at the end and no payload',
      '{}\n{"type":"a"}\nx\n{"type":"b"}',
      [
        ['a', 'x'],
        ['b', ''],
      ],
    ],
    [
      'of a type that nobody knows',
      '{}\n{"type":"novelty"}\nx\n{"type":"a"}\ny',
      [
        ['novelty', 'x'],
        ['a', 'y'],
      ],
    ],
    [
      'with length and JSON over several lines',
      '{}\n{"type":"event","length":27}\n{"values":[\n{"type":"a"}\n]}\n',
      [['event', '{"values":[\n{"type":"a"}\n]}']],
    ],
    ['none', '{}', []],
    ['none, behind a line end', '{}\n', []],
  ])('has items %s', (_name, text, wanted) => {
    expect(itemsOf(text)).toEqual(wanted)
    expect(parse(text).problems).toEqual([])
  })

  it.each([
    [
      'a length beyond the body',
      '{}\n{"type":"a","length":999}\n{"x":1}\n{"type":"b"}\ny',
      [
        ['a', '{"x":1}'],
        ['b', 'y'],
      ],
    ],
    [
      'a length that is too short',
      '{}\n{"type":"a","length":3}\n{"x":1}\n{"type":"b"}\ny',
      [
        ['a', '{"x":1}'],
        ['b', 'y'],
      ],
    ],
    [
      'a length that is no number',
      '{}\n{"type":"a","length":"7"}\nx\n{"type":"b"}\ny',
      [
        ['a', 'x'],
        ['b', 'y'],
      ],
    ],
    [
      'a negative length',
      '{}\n{"type":"a","length":-1}\nx\n{"type":"b"}\ny',
      [
        ['a', 'x'],
        ['b', 'y'],
      ],
    ],
    [
      'a last item that was cut off',
      '{}\n{"type":"a"}\nx\n{"type":"b","length":50}\nhalf',
      [
        ['a', 'x'],
        ['b', 'half'],
      ],
    ],
    [
      'a length that reaches into the next item and ends a line there',
      '{}\n{"type":"event","length":17}\n{}\n{"type":"b"}\ny',
      [
        ['event', '{}'],
        ['b', 'y'],
      ],
    ],
    [
      'a length beyond the body where no payload is',
      '{}\n{"type":"a","length":999}\n{"type":"event"}\n{"event_id":"x"}',
      [
        ['a', ''],
        ['event', '{"event_id":"x"}'],
      ],
    ],
    [
      'a length that ends where the header of the next item does, behind a payload that is cut',
      '{}\n{"type":"event","length":16}\n{"a\n{"type":"b"}\ny',
      [
        ['event', '{"a'],
        ['b', 'y'],
      ],
    ],
    [
      'a broken item header before a payload that has a type too',
      '{}\n{"type":"transac\n{"type":"transaction","event_id":"x"}\n{"type":"b"}\ny',
      [['b', 'y']],
    ],
    ['a broken item header', '{}\n{"type":\n{"type":"b"}\ny', [['b', 'y']]],
    ['an item header without a type', '{}\n{"length":1}\n{"type":"b"}\ny', [['b', 'y']]],
    ['an item header that is no object', '{}\n[1]\n{"type":"b"}\ny', [['b', 'y']]],
  ])('survives %s, and says so', (_name, text, wanted) => {
    expect(itemsOf(text)).toEqual(wanted)
    expect(parse(text).problems.length).toBeGreaterThan(0)
  })

  it('takes as many items as it may', () => {
    const many = parse(`{}\n${'{"type":"a"}\nx\n'.repeat(11)}`)
    expect(many.items).toHaveLength(10)
    expect(many.problems).toEqual(['more than 10 items'])
  })

  it('skips an item header that is too long', () => {
    expect(itemsOf(`{}\n{"type":"a","x":"${'y'.repeat(2000)}"}\n{"type":"b"}\nz`)).toEqual([['b', 'z']])
  })

  it.each([
    ['an empty body', ''],
    ['an empty line', '\n{"type":"a"}\nx'],
    ['something else than JSON', 'hello\n'],
    ['an array', '[]\n'],
    ['a header that is too long', `{"x":"${'y'.repeat(2000)}"}\n`],
  ])('is refused with %s in front', (_name, text) => {
    let code: string | null = null
    try {
      parse(text)
    } catch (error) {
      code = errorCode(error)
    }
    expect(code).toBe('invalid_body')
  })

  it('repeats few problems, however many there are', () => {
    expect(parse(`{}\n${'{"broken\n'.repeat(5000)}`).problems.length).toBeLessThanOrEqual(20)
  })
})

describe('a look at the header', () => {
  it.each([
    ['{"event_id":"a"}\n{"ty', { event_id: 'a' }],
    ['{}\n', {}],
    ['{"event_id":"a"', 'incomplete'],
    ['', 'incomplete'],
    ['{"event_id":\n', 'invalid'],
    ['hello\n', 'invalid'],
  ])('of %p gives %p', (prefix, wanted) => {
    expect(peekEnvelopeHeader(Buffer.from(prefix))).toEqual(wanted)
  })
})
