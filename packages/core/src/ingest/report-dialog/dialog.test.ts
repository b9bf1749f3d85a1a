import { describe, expect, it } from '@jest/globals'
import { aWorld, json, newId, type World } from '../../../test/ingest-world.js'
import type { IngestRecord } from '../../ports/runtime.js'
import { parseEnvelope } from '../../protocol/envelope.js'
import { answerReportDialog } from './dialog.js'

const cors = { 'access-control-allow-origin': '*' }
const EVENT = '9ec79c33ec9942ab8353589fcb2e04dc'
const REPORT = { name: 'Ada', email: 'ada@example.com', comments: 'It broke, & I <b>saw</b> it.' }

async function aDialog() {
  const kept: IngestRecord[] = []
  const { buffer } = await aWorld()
  const append = async (record: IngestRecord) => void kept.push(record)
  return { world: await aWorld({ buffer: { ...buffer, append } }), kept }
}

const dsnOf = (world: World, key = world.publicKey, projectId = world.project.id) =>
  `https://${key}@errors.example.com/${projectId}`

function ask(
  world: World,
  options: Record<string, string>,
  sent: { method?: string; body?: unknown; headers?: Record<string, string> } = {},
) {
  const url = new URL(`http://localhost:8000/api/embed/error-page/?${new URLSearchParams(options)}`)
  const request = { method: 'GET', headers: {}, readableEnded: true, url: url.pathname + url.search, ...sent }
  return answerReportDialog(world, request, { url, ip: null })
}

/** The options as the script has them: they are the argument of its one call. */
function optionsIn(script: unknown): Record<string, unknown> {
  const text = String(script)
  return JSON.parse(text.slice(text.lastIndexOf('})({') + 3, text.lastIndexOf(')'))) as Record<string, unknown>
}

describe('the script of the crash-report dialog', () => {
  it('is given to every origin, with the texts that are asked for and the user who is known', async () => {
    const { world } = await aDialog()
    const asked = { dsn: dsnOf(world), eventId: EVENT, name: 'Ada', email: 'a@b.c', title: 'Oh!', lang: 'de' }
    const { status, headers, body } = await ask(world, asked)
    expect([status, headers['content-type']]).toEqual([200, 'text/javascript; charset=utf-8'])
    expect(headers).toMatchObject({ ...cors, 'x-content-type-options': 'nosniff' })
    expect(optionsIn(body)).toMatchObject({
      eventId: EVENT,
      lang: 'de',
      name: 'Ada',
      email: 'a@b.c',
      texts: { title: 'Oh!', labelClose: 'Close' },
      endpoint: `http://localhost:8000/api/embed/error-page/?${new URLSearchParams({ dsn: dsnOf(world), eventId: EVENT })}`,
    })
    expect(() => new Function(String(body))).not.toThrow()
  })

  it.each([
    ['a script that ends', '</script><script>alert(1)</script>'],
    ['an end of the call', '"}})});alert(1);(function(){({a:"'],
    ['a template', `\`$\{alert(1)}\``],
    ['a comment', '*/alert(1)/*'],
    ['an HTML comment', '<!--<script>'],
    ['line ends that JSON allows and scripts did not', 'a\u2028alert(1)\u2029'],
    ['a backslash at the end', 'a\\'],
    ['half a character', '\ud800'],
  ])('takes %s for text', async (_what, text) => {
    const { world } = await aDialog()
    const texts = { title: text, name: text, email: text, lang: text, labelSubmit: text }
    const { body } = await ask(world, { dsn: dsnOf(world), eventId: EVENT, ...texts })
    const script = String(body)
    expect(script).not.toMatch(/<\/?script|<!--|[\u2028\u2029]/i)
    expect(() => new Function(script)).not.toThrow()
    const written = new URLSearchParams({ text }).get('text')
    expect(optionsIn(script)).toMatchObject({ lang: 'en', name: written, texts: { title: written } })
  })

  it('has no more of a text than fits', async () => {
    const { world } = await aDialog()
    const { body } = await ask(world, { dsn: dsnOf(world), eventId: EVENT, title: 'x'.repeat(50_000) })
    expect(String(body).length).toBeLessThan(20_000)
  })

  it.each([
    ['no DSN', () => ({ eventId: EVENT }), 422],
    ['no event', (world: World) => ({ dsn: dsnOf(world) }), 422],
    ['an id that is none', (world: World) => ({ dsn: dsnOf(world), eventId: 'latest' }), 422],
    ['a DSN that is none', () => ({ dsn: 'shop', eventId: EVENT }), 401],
    ['a script for a DSN', () => ({ dsn: 'javascript:alert(1)', eventId: EVENT }), 401],
    ['a key of nobody', (world: World) => ({ dsn: dsnOf(world, newId()), eventId: EVENT }), 401],
    ['another project', (world: World) => ({ dsn: dsnOf(world, world.publicKey, '999'), eventId: EVENT }), 401],
  ])('is refused for %s, to read from any origin', async (_what, options, status) => {
    const { world, kept } = await aDialog()
    for (const method of ['GET', 'POST']) {
      const refused = await ask(world, options(world) as Record<string, string>, { method, body: REPORT })
      expect([refused.status, refused.headers['x-sentry-error']]).toEqual([status, json(refused).detail])
      expect(refused.headers).toMatchObject(cors)
    }
    expect(kept).toEqual([])
  })

  it('answers questions of browsers and refuses other methods', async () => {
    const { world } = await aDialog()
    expect((await ask(world, {}, { method: 'OPTIONS' })).status).toBe(204)
    expect((await ask(world, { dsn: dsnOf(world), eventId: EVENT }, { method: 'PUT' })).status).toBe(405)
  })
})

describe('a report of the dialog', () => {
  const FORM = { 'content-type': 'application/x-www-form-urlencoded' }
  const MULTIPART = { 'content-type': 'multipart/form-data; boundary=b' }
  const parts = Object.entries(REPORT).map(
    ([name, value]) => `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  )

  it.each([
    ['URL-encoded', FORM, String(new URLSearchParams(REPORT))],
    ['in parts', MULTIPART, `${parts.join('')}--b--`],
    ['read by the host', FORM, REPORT],
  ])('is kept as an item of its event: %s', async (_how, headers, body) => {
    const { world, kept } = await aDialog()
    const response = await ask(world, { dsn: dsnOf(world), eventId: EVENT }, { method: 'POST', headers, body })
    expect(response.status).toBe(200)
    expect(response.headers).toMatchObject(cors)
    expect(kept).toMatchObject([{ kind: 'envelope', projectId: world.project.id, eventId: EVENT }])
    const { items } = parseEnvelope(kept[0]!.body, world.config.limits)
    expect(items.map(({ type }) => type)).toEqual(['user_report'])
    expect(JSON.parse(Buffer.from(items[0]!.payload).toString())).toEqual({ event_id: EVENT, ...REPORT })
  })

  it.each([
    ['nothing at all', {}, ['name', 'email', 'comments']],
    ['spaces alone', { ...REPORT, comments: '  ' }, ['comments']],
    ['an address that is none', { ...REPORT, email: 'ada' }, ['email']],
    ['two addresses', { ...REPORT, email: 'a@b.c, d@e.f' }, ['email']],
    ['a name without end', { ...REPORT, name: 'x'.repeat(129) }, ['name']],
    ['a novel', { ...REPORT, comments: 'x'.repeat(4097) }, ['comments']],
  ])('is refused field by field: %s', async (_what, fields, wrong) => {
    const { world, kept } = await aDialog()
    const body = String(new URLSearchParams(fields as Record<string, string>))
    const sent = { method: 'POST', headers: FORM, body }
    const response = await ask(world, { dsn: dsnOf(world), eventId: EVENT }, sent)
    expect([response.status, Object.keys(json(response).errors as object)]).toEqual([400, wrong])
    expect(response.headers).toMatchObject(cors)
    expect(kept).toEqual([])
  })

  it('is refused past the size of a form', async () => {
    const { world } = await aDialog()
    const sent = { method: 'POST', headers: FORM, body: `comments=${'x'.repeat(70_000)}` }
    expect((await ask(world, { dsn: dsnOf(world), eventId: EVENT }, sent)).status).toBe(413)
  })
})
