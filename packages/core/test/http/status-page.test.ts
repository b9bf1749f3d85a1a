import { gunzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { memoryMailer } from '../../src/adapters/memory-mailer.js'
import { memoryStorage } from '../../src/adapters/memory-storage/memory-storage.js'
import { startSession } from '../../src/auth/sessions.js'
import { AppError } from '../../src/errors.js'
import type { Storage } from '../../src/ports/storage.js'
import { type FakeClock, fakeClock } from '../../src/testing/fake-clock.js'
import { aWorld, type World } from './world.js'

let clock: FakeClock
let storage: Storage
let mailer: ReturnType<typeof memoryMailer>
let world: World
let refused: RegExp | null
let tenant: Awaited<ReturnType<World['tenant']>>
beforeEach(async () => {
  clock = fakeClock()
  storage = memoryStorage()
  refused = null
  mailer = memoryMailer({ refuses: ({ to }) => refused?.test(to) === true })
  world = await aWorld({ clock, storage, mailer })
  tenant = await world.tenant()
})
afterEach(() => world.stop())

const api = (method: string, path: string, body?: unknown) =>
  world.ask(method, `/api/0/organizations/${tenant.organization.slug}/${path}`, {
    token: tenant.token,
    ...(body === undefined ? {} : { body }),
  })
const aMonitor = async (name: string) => {
  const { body } = await api('POST', 'monitors/', {
    ...{
      name,
      monitorType: 'Ping',
      url: 'https://example.com/',
      expectedStatus: null,
      expectedBody: '',
      timeout: null,
    },
    isPaused: true,
  })
  return (body as { id: number }).id
}
const aPage = async (fields: object = {}) => {
  const id = await aMonitor('shop-prod-1')
  const sections = [{ name: 'Web', isCollapsed: false, monitors: [{ id, name: 'The shop', description: '' }] }]
  await api('POST', 'status-pages/', { name: 'Shop', isPublic: true, sections, ...fields })
  return id
}
const at = (path = '') => `/status/${tenant.organization.slug}/shop/${path}`
const read = (path = '', headers: Record<string, string> = {}) => world.ask('GET', at(path), { headers })
const post = (path: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
  world.ask('POST', at(path), {
    body: new URLSearchParams(fields).toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
  })

/** Jobs do what is due by then. */
const pass = async (seconds: number) => {
  for (let second = 0; second < seconds; second += 10) {
    await clock.advance(10_000)
    for (let turns = 0; turns < 20; turns += 1) await new Promise((turn) => setImmediate(turn))
  }
}

describe('a public status page', () => {
  it('is read by everybody, at GlitchTip’s address as well, and runs nothing but its own script', async () => {
    await aPage()
    for (const path of [at(), `/status-pages/${tenant.organization.slug}/shop/`]) {
      const { status, headers, body } = await world.ask('GET', path)
      expect([status, headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
      expect(body).toContain('The shop')
      expect(body).not.toContain('shop-prod-1')
      const policy = headers.get('content-security-policy') ?? ''
      expect(policy).toMatch(/default-src 'none'; style-src 'sha256-[^;]+; script-src 'sha256-/)
      expect(policy).toContain("frame-ancestors 'none'")
      expect(headers.get('cache-control')).toContain('public, max-age=60')
    }
    const embedded = await read('?embed')
    expect(embedded.headers.get('content-security-policy')).toContain('frame-ancestors *')
    expect(embedded.headers.get('x-frame-options')).toBeNull()
  })

  it('comes compressed, and not at all to whoever has it', async () => {
    await aPage()
    const plain = await read()
    const response = await world.app.fetch(
      new Request(`https://mishap.example${at()}`, { headers: { 'accept-encoding': 'br, gzip' } }),
    )
    const packed = Buffer.from(await response.arrayBuffer())
    expect(response.headers.get('content-encoding')).toBe('gzip')
    expect(gunzipSync(packed).toString()).toBe(plain.body)
    const etag = plain.headers.get('etag') ?? ''
    expect(await read('', { 'if-none-match': `"x", ${etag}` })).toMatchObject({ status: 304, body: '' })
  })

  it('is kept for a minute, is new at once after its own change, and is not found after it is gone', async () => {
    const id = await aPage()
    expect((await read()).body).toContain('Nothing is known yet')
    await api('PUT', 'status-pages/shop/', { description: 'A word in advance' })
    expect((await read()).body).toContain('A word in advance')
    await storage.monitors.delete(tenant.organization.id, String(id))
    expect((await read()).body).toContain('The shop')
    await clock.advance(61_000)
    expect((await read()).body).not.toContain('The shop')
    await api('DELETE', 'status-pages/shop/')
    expect((await read()).status).toBe(404)
  })

  it('stays as it was while the storage fails or hangs, also for who is signed in, for a day', async () => {
    await aPage()
    const shown = (await read()).body
    const { secret } = await startSession(world.app.context, tenant.user, { userAgent: null, ip: null })
    // A day takes long where jobs have something to do each minute of it.
    await world.stop()
    const fail = () => Promise.reject(new AppError('unavailable', 'gone'))
    const { getBySlug } = storage.organizations
    const replace = (with_: Storage['organizations']['getBySlug']) =>
      Object.assign(storage.organizations, { getBySlug: with_ })
    Object.assign(storage.sessions, { find: fail, findByHash: fail, get: fail })
    replace(fail)
    await clock.advance(3_600_000)
    expect(await read('', { cookie: `sessionid=${secret}` })).toMatchObject({ status: 200, body: shown })
    let asked = 0
    replace(() => {
      asked += 1
      return new Promise(() => {})
    })
    // Whoever comes right after waits for nothing.
    expect(await read()).toMatchObject({ status: 200, body: shown })
    expect(asked).toBe(0)
    await clock.advance(5_000)
    const waiting = Promise.all(Array.from({ length: 20 }, () => read()))
    while (asked === 0) await new Promise((turn) => setImmediate(turn))
    await clock.advance(1_000)
    for (const answer of await waiting) expect(answer).toMatchObject({ status: 200, body: shown })
    expect(asked).toBe(1)
    await clock.advance(86_400_000)
    const late = read()
    await new Promise((turn) => setImmediate(turn))
    await clock.advance(10_000)
    expect((await late).status).toBe(503)
    replace(getBySlug)
  })
})

describe('a status page that is not for everybody', () => {
  it('for members is not there for anybody else', async () => {
    await aPage({ isPublic: false })
    const stranger = await world.tenant()
    const cookieOf = async (user: typeof tenant.user) =>
      `sessionid=${(await startSession(world.app.context, user, { userAgent: null, ip: null })).secret}`
    expect((await read()).status).toBe(404)
    expect((await read('', { cookie: await cookieOf(stranger.user) })).status).toBe(404)
    for (const path of ['feed.rss', 'status.json', 'badges/1.svg']) expect((await read(path)).status).toBe(404)
    const member = await read('', { cookie: await cookieOf(tenant.user) })
    expect(member).toMatchObject({ status: 200, body: expect.stringContaining('The shop') })
    expect(member.headers.get('cache-control')).toBe('private, no-cache')
  })

  it('with a password opens to it, until it is another one; tries are limited', async () => {
    await aPage({ access: 'password', password: 'open sesame 7' })
    const closed = await read()
    expect(closed).toMatchObject({ status: 401, body: expect.stringContaining('type="password"') })
    expect(closed.body).not.toContain('The shop')
    expect((await read('status.json')).status).toBe(401)
    expect((await post('', { password: 'wrong' })).status).toBe(401)
    const entered = await post('', { password: 'open sesame 7' })
    expect(entered).toMatchObject({ status: 303 })
    const [cookie = ''] = (entered.cookies[0] ?? '').split(';')
    expect(entered.cookies[0]).toMatch(/; HttpOnly; Secure$/)
    expect((await read('', { cookie })).body).toContain('The shop')
    expect((await read('', { cookie: cookie.replace(/\d\./, (text) => `${9 - Number(text[0])}.`) })).status).toBe(401)
    // A week takes long where jobs have something to do each minute of it.
    await world.stop()
    await clock.advance(8 * 86_400_000)
    expect((await read('', { cookie })).status).toBe(401)
    const again = (await post('', { password: 'open sesame 7' })).cookies[0]?.split(';')[0] ?? ''
    await api('PUT', 'status-pages/shop/', { password: 'open sesame 8' })
    expect((await read('', { cookie: again })).status).toBe(401)
    const answers: unknown[] = []
    for (let tries = 0; tries < 11; tries += 1) answers.push((await post('', { password: 'x' })).status)
    expect(answers.at(-1)).toBe(429)
  })
})

describe('maintenance on a status page', () => {
  const plan = (id: number, fields: object) => {
    const [start, end] = [10, 70].map((minutes) => new Date(clock.now().getTime() + minutes * 60_000).toISOString())
    const window = { kind: 'single', start, end }
    return api('POST', 'maintenance-windows/', {
      title: 'New disks',
      text: 'It **stops**',
      monitors: [id],
      window,
      ...fields,
    })
  }

  it('is told beforehand and while it goes on, where it is public', async () => {
    const id = await aPage()
    await plan(id, { isPublic: true })
    await plan(id, { isPublic: false, title: 'Secret works' })
    const before = String((await read()).body)
    expect(before).toContain('New disks')
    expect(before).toContain('<strong>stops</strong>')
    expect(before).not.toContain('Secret works')
    expect(before).not.toContain('Maintenance is under way')
    await clock.jump(11 * 60_000)
    await pass(70)
    expect(String((await read()).body)).toContain('Maintenance is under way')
  })

  it('is mailed to subscribers once for each time that is planned', async () => {
    const id = await aPage()
    await post('subscribe/', { email: 'ada@example.com' })
    await world.ask('POST', /\/status\/\S+confirm\/\S+/.exec(mailer.sent.at(-1)?.text ?? '')?.[0] ?? '')
    await clock.advance(1000)
    const sent = mailer.sent.length
    const { body } = await plan(id, { isPublic: true })
    await plan(id, { isPublic: false, title: 'Secret works' })
    const { id: planned, created: _, ...again } = body as { id: string; created: string; window: { end: string } }
    await api('PUT', `maintenance-windows/${planned}/`, { ...again, text: 'Longer words' })
    await pass(60)
    expect(mailer.sent.slice(sent).map(({ subject }) => subject)).toEqual(['[Shop] Planned: New disks'])
    expect(mailer.sent.at(-1)?.text).toContain(' UTC to ')
    const later = { ...again.window, start: new Date(clock.now().getTime() + 20 * 60_000).toISOString() }
    await api('PUT', `maintenance-windows/${planned}/`, { ...again, window: later })
    await pass(60)
    expect(mailer.sent).toHaveLength(sent + 2)
  })
})

describe('the own host of a status page', () => {
  const host = { host: 'status.example.com' }
  it('shows the page and nothing else of the server', async () => {
    const id = await aPage({ domain: 'status.example.com' })
    const shown = await world.ask('GET', '/', { headers: host })
    expect(shown).toMatchObject({ status: 200, body: expect.stringContaining('The shop') })
    expect(shown.body).toContain('href="/feed.atom"')
    expect((await world.ask('GET', `/badges/${id}.svg`, { headers: host })).status).toBe(200)
    for (const path of ['/api/0/', '/api/settings/', '/login', '/_health/', at()])
      expect([path, (await world.ask('GET', path, { headers: host })).status]).toEqual([path, 404])
    expect((await world.ask('GET', '/_health/', { headers: { host: 'other.example.com' } })).status).toBe(200)
    expect((await world.ask('GET', '/_health/', { headers: { host: 'mishap.example' } })).status).toBe(200)
  })
})

describe('what programs read of a status page', () => {
  it('tells incidents that people told of in their words, and others by the names on the page', async () => {
    const id = await aPage({ allowSubscribers: true })
    const opened = await api('POST', 'incidents/', { title: 'Payments <fail>', severity: 'down', monitors: [id] })
    const incident = (opened.body as { id: string }).id
    expect((await read()).body).not.toContain('Payments')
    await api('POST', `incidents/${incident}/updates/`, { text: 'A **secret** note', isPublic: false })
    await api('POST', `incidents/${incident}/updates/`, {
      text: 'We *look* at it',
      stage: 'identified',
      isPublic: true,
    })
    await clock.advance(61_000)
    const { body } = await read()
    expect(body).toContain('Payments &#60;fail&#62;')
    expect(body).toContain('We <em>look</em> at it')
    expect(body).toContain('Some systems are down')
    expect(body).not.toContain('secret')
    expect((await read('status.json')).body).toMatchObject({
      status: { indicator: 'partly_down' },
      components: [{ id, name: 'The shop', group: 'Web', status: 'unknown' }],
      incidents: [{ title: 'Payments <fail>', affects: ['The shop'], updates: [{ stage: 'identified' }] }],
    })
    for (const [feed, type] of [
      ['feed.rss', 'application/rss+xml'],
      ['feed.atom', 'application/atom+xml'],
      ['feed.json', 'application/feed+json'],
    ] as const) {
      const answer = await read(feed)
      expect(answer.headers.get('content-type')).toContain(type)
      expect(answer.body).toContain(
        feed === 'feed.json' ? 'Payments <fail> (Identified)' : 'Payments &#60;fail&#62; (Identified)',
      )
      expect(answer.body).not.toContain('secret')
    }
  })

  it('draws badges of monitors on the page alone', async () => {
    const id = await aPage({ showLatency: false })
    const other = await aMonitor('Another')
    const badge = await read(`badges/${id}.svg?label=${encodeURIComponent('<b>"x')}`)
    expect(badge.headers.get('content-type')).toContain('image/svg+xml')
    expect(badge.body).toContain('&#60;b&#62;&#34;x: unknown')
    expect((await read(`badges/${id}.svg?show=uptime&period=30d`)).body).toContain('uptime 30d')
    for (const path of [`badges/${other}.svg`, 'badges/x.svg', `badges/${id}.svg?show=latency`])
      expect((await read(path)).status).toBe(404)
  })
})

describe('subscribers of a status page', () => {
  const linkIn = (text: string, word: string) =>
    new RegExp(`https://mishap.example(/status/\\S+/${word}/\\S+)`).exec(text)?.[1] ?? ''

  it('are those who say yes by the link that they were sent, and no more after the other one', async () => {
    await aPage()
    expect((await read()).body).toContain('type="email"')
    expect((await post('subscribe/', { email: 'ada@example.com' })).status).toBe(200)
    expect((await post('subscribe/', { email: 'not an address' })).status).toBe(422)
    const [mail] = mailer.sent
    expect(mail).toMatchObject({ to: 'ada@example.com', subject: 'Subscribe to the status of Shop?' })
    const link = linkIn(mail?.text ?? '', 'confirm')
    // Programs that look into mails follow links.
    expect((await world.ask('GET', link)).body).toContain('<button>Subscribe</button>')
    expect((await api('GET', 'status-pages/shop/')).body).toMatchObject({ subscriberCount: 0 })
    expect((await world.ask('POST', link)).body).toContain('You are subscribed')
    expect((await api('GET', 'status-pages/shop/')).body).toMatchObject({ subscriberCount: 1 })
    const out = link.replace('/confirm/', '/unsubscribe/')
    expect((await world.ask('GET', out)).body).toContain('<button>Unsubscribe</button>')
    const oneClick = {
      body: 'List-Unsubscribe=One-Click',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    }
    expect((await world.ask('POST', out, oneClick)).status).toBe(200)
    expect((await api('GET', 'status-pages/shop/')).body).toMatchObject({ subscriberCount: 0 })
    expect((await world.ask('POST', link)).status).toBe(404)
  })

  it('get two mails an hour at most, and nobody learns who is one', async () => {
    await aPage()
    const answers: unknown[] = []
    for (let tries = 0; tries < 4; tries += 1)
      answers.push((await post('subscribe/', { email: 'ada@example.com' })).body)
    expect(new Set(answers).size).toBe(1)
    expect(mailer.sent).toHaveLength(2)
  })

  it('get a mail for each thing that the public is told, once, with a way out of it', async () => {
    const id = await aPage()
    const confirmed = async (email: string) => {
      await post('subscribe/', { email })
      await world.ask('POST', linkIn(mailer.sent.at(-1)?.text ?? '', 'confirm'))
    }
    await confirmed('ada@example.com')
    await confirmed('bob@example.com')
    await post('subscribe/', { email: 'silent@example.com' })
    const opened = await api('POST', 'incidents/', { title: 'Payments fail', severity: 'down', monitors: [id] })
    const updates = `incidents/${(opened.body as { id: string }).id}/updates/`
    await clock.advance(1_000)
    await api('POST', updates, { text: 'Inside only', isPublic: false })
    await api('POST', updates, { text: 'We look at it', stage: 'identified', isPublic: true })
    const before = mailer.sent.length
    for (let minutes = 0; minutes < 5; minutes += 1) await pass(60)
    const told = mailer.sent.slice(before)
    expect(told.map(({ to, subject }) => [to, subject])).toEqual([
      ['ada@example.com', '[Shop] Identified: Payments fail'],
      ['bob@example.com', '[Shop] Identified: Payments fail'],
    ])
    expect(told[0]?.text).toContain('We look at it')
    expect(JSON.stringify(told)).not.toContain('Inside only')
    const out = told[0]?.unsubscribeUrl ?? ''
    await world.ask('POST', out.slice('https://mishap.example'.length))
    await api('POST', updates, { text: 'It works again', stage: 'resolved', isPublic: true })
    await pass(60)
    expect(mailer.sent.slice(before + 2).map(({ to }) => to)).toEqual(['bob@example.com'])
  })

  it('wait while no mail is taken, and an address that takes none holds nobody up for long', async () => {
    const id = await aPage()
    for (const email of ['ada@example.com', 'bob@example.com']) {
      await post('subscribe/', { email })
      await world.ask('POST', linkIn(mailer.sent.at(-1)?.text ?? '', 'confirm'))
    }
    const opened = await api('POST', 'incidents/', { title: 'Payments fail', monitors: [id] })
    await clock.advance(1_000)
    refused = /^ada@/
    const before = mailer.sent.length
    await api('POST', `incidents/${(opened.body as { id: string }).id}/updates/`, { text: 'We look', isPublic: true })
    await pass(100)
    expect(mailer.sent).toHaveLength(before)
    for (let minutes = 0; minutes < 6; minutes += 1) await pass(60)
    expect(mailer.sent.slice(before).map(({ to }) => to)).toEqual(['bob@example.com'])
  })
})
