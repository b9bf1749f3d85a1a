import { gzipSync } from 'node:zlib'
import { describe, expect, it } from '@jest/globals'
import { DEFAULT_LIMITS } from '../config.js'
import { errorCode } from '../errors.js'
import { parseEnvelope } from './envelope.js'
import { minidumpReport } from './minidump.js'

const DUMP = Buffer.concat([Buffer.from('MDMP'), Buffer.from([0x93, 0xa7, 0, 0, 10, 13, 0, 255])])

type Part = readonly [name: string, content: string | Buffer, filename?: string]

function form(...parts: readonly Part[]): Buffer {
  const written = parts.map(([name, content, filename]) => {
    const file = filename === undefined ? '' : `; filename="${filename}"\r\nContent-Type: application/octet-stream`
    const head = `--b\r\nContent-Disposition: form-data; name="${name}"${file}\r\n\r\n`
    return Buffer.concat([Buffer.from(head), Buffer.from(content), Buffer.from('\r\n')])
  })
  return Buffer.concat([...written, Buffer.from('--b--\r\n')])
}

const read = (body: Uint8Array, limits = {}) => {
  const contentType = 'multipart/form-data; boundary=b'
  const { eventId, envelope } = minidumpReport(body, {
    contentType,
    maxParts: 50,
    maxDecodedBytes: 100_000,
    maxEventBytes: 50_000,
    ...limits,
  })
  const { items, header, problems } = parseEnvelope(envelope, DEFAULT_LIMITS)
  expect([header.event_id, problems]).toEqual([eventId, []])
  const event = JSON.parse(Buffer.from(items[0]!.payload).toString()) as Record<string, unknown>
  expect(event).toMatchObject({ event_id: eventId, level: 'fatal' })
  return { event, files: items.slice(1) }
}

const codeOf = (act: () => unknown) => {
  try {
    act()
    return null
  } catch (error) {
    return errorCode(error)
  }
}

describe('a crash report', () => {
  it('is a fatal event of a native platform with its dump', () => {
    const { event, files } = read(form(['upload_file_minidump', DUMP, 'a.dmp']))
    expect(event).toMatchObject({
      event_id: expect.stringMatching(/^[0-9a-f]{32}$/),
      platform: 'native',
      exception: { values: [{ mechanism: { type: 'minidump', handled: false } }] },
    })
    expect(files).toMatchObject([
      { type: 'attachment', header: { attachment_type: 'event.minidump', filename: 'a.dmp' } },
    ])
    expect(Buffer.from(files[0]!.payload).equals(DUMP)).toBe(true)
  })

  it.each([
    ['as JSON', [['sentry', '{"release":"app@1","tags":{"a":"b"},"event_id":"9EC79C33-EC99-42AB-8353-589FCB2E04DC"}']]],
    [
      'in pieces that come in any order',
      [
        ['sentry__2', '"tags":{"a":"b"},"event_id":"9ec79c33ec9942ab8353589fcb2e04dc"}'],
        ['sentry__1', '{"release":"app@1",'],
      ],
    ],
    [
      'field by field',
      [
        ['sentry[release]', 'app@1'],
        ['sentry[tags][a]', 'b'],
        ['sentry[event_id]', '9ec79c33ec9942ab8353589fcb2e04dc'],
      ],
    ],
    [
      'partly here and partly there',
      [
        ['sentry[tags][a]', 'b'],
        ['sentry', '{"release":"app@1","event_id":"9ec79c33ec9942ab8353589fcb2e04dc","tags":{}}'],
      ],
    ],
  ] as [string, Part[]][])('brings its event %s', (_how, fields) => {
    const { event } = read(form(...fields, ['upload_file_minidump', DUMP, 'a.dmp']))
    expect(event).toMatchObject({
      event_id: '9ec79c33ec9942ab8353589fcb2e04dc',
      release: 'app@1',
      tags: { a: 'b' },
    })
  })

  it('keeps annotations as extra and other files as attachments', () => {
    const { event, files } = read(
      form(
        ['prod', 'Electron'],
        ['_version', '1.2.3'],
        ['sentry', '{"extra":{"prod":"mine"}}'],
        ['upload_file_minidump', DUMP, 'a.dmp'],
        ['log', 'one\ntwo\n', '../logs/app.log'],
      ),
    )
    expect(event.extra).toEqual({ prod: 'mine', _version: '1.2.3' })
    expect(files[1]).toMatchObject({ header: { attachment_type: 'event.attachment', filename: 'app.log' } })
    expect(Buffer.from(files[1]!.payload).toString()).toBe('one\ntwo\n')
  })

  it('brings what sentry-native left beside it', () => {
    const text = (value: string) => Buffer.concat([Buffer.from([0xa0 | value.length]), Buffer.from(value)])
    const map = (...values: string[]) => Buffer.concat([Buffer.from([0x80 | (values.length / 2)]), ...values.map(text)])
    const crumb = (message: string) => map('message', message, 'timestamp', `2026-01-0${message}T00:00:00Z`)
    const { event, files } = read(
      form(
        ['__sentry-event', map('release', 'game@1', 'environment', 'live'), '__sentry-event'],
        ['__sentry-breadcrumb1', Buffer.concat([crumb('3'), crumb('4')]), '__sentry-breadcrumb1'],
        ['__sentry-breadcrumb2', Buffer.concat([crumb('1'), crumb('2'), Buffer.from([0x85])]), '__sentry-breadcrumb2'],
        ['sentry[environment]', 'test'],
        ['upload_file_minidump', DUMP, 'a.dmp'],
      ),
    )
    expect(event).toMatchObject({
      release: 'game@1',
      environment: 'test',
      level: 'fatal',
      exception: expect.anything(),
    })
    expect((event.breadcrumbs as { message: string }[]).map(({ message }) => message)).toEqual(['1', '2', '3', '4'])
    expect(files).toHaveLength(1)
  })

  it('may be a bare dump, and the dump may be compressed', () => {
    for (const body of [DUMP, gzipSync(DUMP), form(['upload_file_minidump', gzipSync(DUMP), 'a.dmp.gz'])])
      expect(Buffer.from(read(body).files[0]!.payload).equals(DUMP)).toBe(true)
  })

  it('has its dump wherever one is', () => {
    expect(read(form(['file', DUMP, 'x']), {}).files).toHaveLength(1)
  })

  it('leaves no trace on prototypes, and survives a description that is none', () => {
    const { event } = read(
      form(
        ['sentry[__proto__][polluted]', 'yes'],
        ['sentry[tags][__proto__][polluted]', 'yes'],
        ['sentry[a][constructor][prototype][polluted]', 'yes'],
        ['__proto__', 'yes'],
        ['sentry', '{"__proto__":{"polluted":1}'],
        ['sentry[', 'x'],
        ['sentry[a', 'x'],
        [`sentry${'[a]'.repeat(50)}`, 'x'],
        ['upload_file_minidump', DUMP, 'a.dmp'],
      ),
    )
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined()
    expect(event.extra).toEqual({})
  })

  it('is kept where its description is nested too deeply to be written', () => {
    const deep = `{"extra":${'['.repeat(1_000_000)}${']'.repeat(1_000_000)}}`
    const { event } = read(form(['sentry', deep], ['upload_file_minidump', DUMP, 'a.dmp']), {
      maxDecodedBytes: 5e6,
      maxEventBytes: 4e6,
    })
    expect(event.platform).toBe('native')
  })

  it('is kept where its description is too large, one field or all together', () => {
    const large = `{"release":"app@1","extra":{"a":"${'x'.repeat(60_000)}"}}`
    const { event } = read(form(['sentry', large], ['prod', 'Electron'], ['upload_file_minidump', DUMP, 'a.dmp']))
    expect([event.release, event.extra]).toEqual([undefined, { prod: 'Electron' }])
    const many = Array.from({ length: 10 }, (_, index) => [`field${index}`, 'x'.repeat(6000)] as const)
    expect(read(form(...many, ['upload_file_minidump', DUMP, 'a.dmp'])).event.extra).toBeUndefined()
  })

  it('is read with little work where its breadcrumbs are a million empty ones', () => {
    const crumbs = Buffer.alloc(1_000_000, 0x80)
    const body = form(['__sentry-breadcrumb1', crumbs, '__sentry-breadcrumb1'], ['upload_file_minidump', DUMP, 'a.dmp'])
    expect(read(body, { maxDecodedBytes: 5e6 }).event.breadcrumbs).toHaveLength(100)
  })

  it.each([
    ['no file', form(['a', 'b']), 'invalid_body'],
    ['a file that is no dump', form(['upload_file_minidump', 'hello', 'a.dmp']), 'invalid_body'],
    ['an empty file', form(['upload_file_minidump', '', 'a.dmp']), 'invalid_body'],
    ['damaged gzip', form(['upload_file_minidump', gzipSync(DUMP).subarray(0, 15), 'a.dmp']), 'invalid_body'],
    ['a bomb', gzipSync(Buffer.concat([DUMP, Buffer.alloc(1_000_000)])), 'too_large'],
    ['no form', Buffer.from('hello'), 'invalid_body'],
  ])('is refused for %s', (_what, body, code) => {
    expect(codeOf(() => read(body))).toBe(code)
  })
})
