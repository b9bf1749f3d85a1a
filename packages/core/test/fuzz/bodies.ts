import { readFileSync } from 'node:fs'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { DEFAULT_LIMITS } from '../../src/config.js'
import { parseEnvelope } from '../../src/protocol/envelope.js'

/** One item of a recorded envelope. */
export interface SeedItem {
  readonly type: string
  readonly header: Readonly<Record<string, unknown>>
  readonly payload: Buffer
}

/** What real clients have sent: the ground that the fuzz stands on. */
export const ITEMS: readonly SeedItem[] = [...recorded('recordings.ndjson'), ...recorded('tunnel.ndjson')]

export const EVENTS = ITEMS.filter(({ type }) => type === 'event')

/** Reports that browsers send, one of each kind. */
export const REPORTS: readonly Buffer[] = [
  {
    'csp-report': {
      'document-uri': 'https://shop.test/cart',
      'violated-directive': "script-src 'self'",
      'effective-directive': 'script-src-elem',
      'original-policy': "default-src 'self'; report-uri /csp",
      'blocked-uri': 'https://cdn.evil.test/x.js',
      'status-code': 200,
    },
  },
  [
    {
      type: 'csp-violation',
      url: 'https://shop.test/cart',
      user_agent: 'Mozilla/5.0 Chrome/140.0.0.0',
      body: { blockedURL: 'inline', documentURL: 'https://shop.test/', effectiveDirective: 'img-src', lineNumber: 4 },
    },
    { type: 'network-error', url: 'https://shop.test/', body: { type: 'dns.name_not_resolved', method: 'GET' } },
  ],
  { 'expect-ct-report': { hostname: 'shop.test', port: 443, scts: [] } },
  { 'expect-staple-report': { hostname: 'shop.test', port: 443 } },
  { hostname: 'shop.test', 'known-pins': ['pin-sha256="abc"'], 'validated-certificate-chain': [] },
].map((report) => Buffer.from(JSON.stringify(report)))

/** A crash report, as Crashpad writes it with the boundary `b`. */
export function aCrashReport(): Buffer {
  const field = (name: string, value: string) => {
    const filename = name.startsWith('__') ? `; filename="${name}"` : ''
    return `--b\r\nContent-Disposition: form-data; name="${name}"${filename}\r\n\r\n${value}\r\n`
  }
  const fields = [
    field('sentry', '{"release":"app@1","tags":{"a":"b"},"user":{"id":"1"}}'),
    field('sentry[environment]', 'production'),
    field('sentry__1', '{"contexts":{"app":'),
    field('sentry__2', '{"app_name":"x"}}}'),
    field('prod', 'Electron'),
    field('__sentry-event', '\x82\xa7release\xa5app@1\xa4tags\x81\xa1a\xa1b'),
  ]
  const head = '--b\r\nContent-Disposition: form-data; name="upload_file_minidump"; filename="a.dmp"\r\n\r\n'
  return Buffer.concat([Buffer.from(fields.join('') + head, 'latin1'), Buffer.from('MDMP'), Buffer.alloc(3000), END])
}

const END = Buffer.from('\r\n--b--\r\n')

function recorded(file: string): readonly SeedItem[] {
  return readFileSync(`${__dirname}/../fixtures/${file}`, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as { body: string; headers?: Record<string, string> })
    .flatMap(({ body, headers }) => parseEnvelope(plain(body, headers?.['content-encoding']), DEFAULT_LIMITS).items)
    .map(({ type, header, payload }) => ({ type, header, payload: Buffer.from(payload) }))
}

function plain(body: string, encoding: string | undefined): Buffer {
  const bytes = Buffer.from(body, 'base64')
  if (encoding === 'gzip') return gunzipSync(bytes)
  return encoding === 'br' ? brotliDecompressSync(bytes) : bytes
}
