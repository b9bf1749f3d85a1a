import { describe, expect, it } from '@jest/globals'
import { type MemoryAnswer, memoryFetcher } from '../adapters/memory-fetcher.js'
import type { FetchRequest } from '../ports/fetcher.js'
import { fakeClock } from '../testing/fake-clock.js'
import type { RemoteBounds } from './bounds.js'
import { openRemote } from './remote.js'

/** A server of which each question gets the next of the answers, and the last for ever. */
function aServer(
  answers: readonly (MemoryAnswer | null)[] | ((request: FetchRequest) => MemoryAnswer | null),
  tries = 4,
  bounds?: RemoteBounds,
) {
  let count = 0
  const next = (request: FetchRequest) =>
    typeof answers === 'function' ? answers(request) : (answers[Math.min(count++, answers.length - 1)] ?? null)
  const fetcher = memoryFetcher(next)
  const clock = fakeClock()
  const waits: number[] = []
  const patience = {
    ...{ tries, ...(bounds === undefined ? {} : { bounds }) },
    onWait: ({ ms }: { readonly ms: number }) => {
      waits.push(ms)
      // The wait begins when this has returned.
      setImmediate(() => void clock.advance(ms))
    },
  }
  const remote = openRemote({ fetcher, clock }, { url: 'https://old.example/base/', token: 'secret' }, patience)
  return { remote, fetcher, clock, waits }
}

describe('reading another server', () => {
  it.each([
    [
      'Sentry',
      '<https://evil.example/?&cursor=0:0:1>; rel="previous"; results="false"; cursor="0:0:1", <https://evil.example/?&cursor=0:100:0>; rel="next"; results="true"; cursor="0:100:0"',
      '0:100:0',
    ],
    [
      'GlitchTip',
      `{'<https://evil.example/>; rel="previous"; results="false", <https://evil.example/?cursor=cD0x>; rel="next"; results="true"; cursor="cD0x"'}`,
      'cD0x',
    ],
  ])('goes from page to page as %s tells, and nowhere else', async (_, link, cursor) => {
    const last = '<https://old.example/>; rel="next"; results="false"; cursor="0:200:0"'
    const { remote, fetcher } = aServer([
      { json: [{ id: 1 }, 'nonsense'], headers: { link } },
      { json: [{ id: 2 }], headers: { link: last } },
    ])
    expect(await remote.list('things/', { query: '' })).toEqual([{ id: 1 }, { id: 2 }])
    expect(fetcher.asked.map(({ url }) => url)).toEqual([
      'https://old.example/base/api/0/things/?limit=100&per_page=100&query=',
      `https://old.example/base/api/0/things/?limit=100&per_page=100&query=&cursor=${encodeURIComponent(cursor)}`,
    ])
    expect(fetcher.asked[0]?.headers).toMatchObject({ authorization: 'Bearer secret' })
  })

  it('does not run in a circle', async () => {
    const { remote } = aServer([
      { json: [{ id: 1 }], headers: { link: '<x>; rel="next"; results="true"; cursor="same"' } },
    ])
    expect(await remote.list('things/')).toHaveLength(2)
  })

  it('takes no more than it may, over all questions together', async () => {
    const bounds = { questions: 3, entries: 250, bytes: 1000, timeoutMs: 10, waitMs: 500 }
    const page = (count: number, more = {}) => ({ json: Array.from({ length: count }, () => ({})), ...more })
    const refused = { code: 'invalid_input', message: expect.stringContaining('more than one request may bring') }
    let cursor = 0
    const endless = () => page(1, { headers: { link: `<x>; rel="next"; results="true"; cursor="${++cursor}"` } })
    await expect(aServer(endless, 4, bounds).remote.list('things/')).rejects.toMatchObject(refused)
    expect(cursor).toBe(3)
    const two = aServer([page(200)], 4, { ...bounds, bytes: 10_000 }).remote
    await two.list('things/')
    await expect(two.at('https://eu.old.example')?.list('others/')).rejects.toMatchObject(refused)
    const { remote, fetcher } = aServer([{ json: [{ text: 'x'.repeat(700) }] }], 4, bounds)
    await remote.list('things/')
    await expect(remote.list('things/')).rejects.toMatchObject({ code: 'invalid_input' })
    expect(fetcher.asked.map(({ maxBytes, timeoutMs }) => [maxBytes < 1010, timeoutMs])).toEqual([
      ...[
        [true, 10],
        [true, 10],
      ],
    ])
    const busy = aServer([{ status: 429, headers: { 'retry-after': '900' } }, page(1)], 4, bounds)
    await busy.remote.list('things/')
    expect(busy.waits).toEqual([500])
  })

  it('takes a page of any length', async () => {
    const json = Array.from({ length: 300_000 }, () => ({}))
    expect(await aServer([{ json }]).remote.list('things/')).toHaveLength(300_000)
  })

  it('waits as long as it is asked to, and longer each time where nothing is said', async () => {
    const soon = String(Math.floor(fakeClock().now().getTime() / 1000) + 20)
    const { remote, waits } = aServer(
      [
        { status: 429, headers: { 'retry-after': '7' } },
        { status: 429, headers: { 'x-sentry-rate-limit-reset': soon } },
        { status: 503 },
        null,
        { json: { ok: true } },
      ],
      8,
    )
    expect(await remote.get('thing/')).toEqual({ ok: true })
    expect(waits[0]).toBe(7000)
    expect(waits[1]).toBeGreaterThan(10_000)
    expect(waits.slice(2)).toEqual([4000, 8000])
  })

  it('gives up in the end, and says that it may be run again', async () => {
    const { remote, waits } = aServer([{ status: 502 }])
    await expect(remote.list('things/')).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringMatching(/answered 502 .* again and again\. Run it again later/),
    })
    expect(waits).toHaveLength(3)
    await expect(aServer([null]).remote.list('things/')).rejects.toMatchObject({
      ...{ code: 'unavailable', message: expect.stringContaining('can this machine reach it?') },
    })
  })

  it('has little patience with a server that has never answered, and all of it with one that has', async () => {
    const stranger = aServer([null], 8)
    await expect(stranger.remote.list('things/')).rejects.toMatchObject({ code: 'unavailable' })
    expect(stranger.waits).toEqual([1000, 2000])
    const known = aServer([{ json: [] }, null], 8)
    await known.remote.list('things/')
    await expect(known.remote.list('things/')).rejects.toMatchObject({ code: 'unavailable' })
    expect(known.waits).toHaveLength(7)
  })

  const faults: readonly [string, MemoryAnswer, RegExp][] = [
    ['a wrong token', { status: 401 }, /answered 401 .*does not know this token.*org:read/],
    ['a token without the scope', { status: 403 }, /answered 403 .*It needs member:read.*sntrys_/],
    ['a wrong slug', { status: 404 }, /answered 404 .*the slug as it stands/],
    [
      'another address',
      { status: 301, headers: { location: 'https://new.example/x' } },
      /Give https:\/\/new\.example as its address if/,
    ],
    ['a page for people', { body: '<!doctype html>' }, /something else than JSON .*the address of the server itself/],
    ['an answer of another kind', { status: 418 }, /answered 418/],
  ]
  it.each(faults)('tells what to do about %s', async (_, answer, message) => {
    const { remote } = aServer([answer])
    await expect(remote.list('organizations/acme/members/')).rejects.toMatchObject({
      ...{ code: 'invalid_input', message: expect.stringMatching(message) },
    })
  })

  it('says what is no address', () => {
    for (const url of ['sentry.io', 'file:///etc/passwd', ''])
      expect(() =>
        openRemote({ fetcher: memoryFetcher(() => null), clock: fakeClock() }, { url, token: 'x' }, { tries: 1 }),
      ).toThrow(/^url: wanted the address of the server/)
  })

  it('goes without what the token may not see, or without one thing that is broken there', async () => {
    for (const status of [403, 404]) expect(await aServer([{ status }]).remote.listIfAllowed('things/')).toBeNull()
    for (const status of [400, 403, 404, 500])
      expect(await aServer([{ status }]).remote.getIfPossible('thing/')).toBeNull()
    expect(await aServer([{ body: 'x' }]).remote.getIfPossible('thing/')).toBeNull()
    await expect(aServer([{ status: 401 }]).remote.getIfPossible('thing/')).rejects.toMatchObject({
      code: 'invalid_input',
    })
    await expect(aServer([{ status: 503 }]).remote.getIfPossible('thing/')).rejects.toMatchObject({
      code: 'unavailable',
    })
  })

  it('takes the token to regions of the same service only', () => {
    const at = (base: string, url: string) =>
      openRemote(
        { fetcher: memoryFetcher(() => null), clock: fakeClock() },
        { url: base, token: 'x' },
        { tries: 1 },
      ).at(url)
    expect(at('https://sentry.io', 'https://de.sentry.io')?.url).toBe('https://de.sentry.io')
    expect(at('https://acme.sentry.io', 'https://us.sentry.io')?.host).toBe('us.sentry.io')
    expect(at('https://errors.example', 'https://eu.errors.example')?.host).toBe('eu.errors.example')
    for (const url of ['https://sentry.io.evil.example', 'https://evilsentry.io', 'http://de.sentry.io', 'x'])
      expect(at('https://sentry.io', url)).toBeNull()
  })

  it('ends at once when it is interrupted', async () => {
    const stopping = new AbortController()
    const fetcher = memoryFetcher(() => ({ status: 429, headers: { 'retry-after': '600' } }))
    const onWait = () => setImmediate(() => stopping.abort())
    const patience = { tries: 9, signal: stopping.signal, onWait }
    const remote = openRemote({ fetcher, clock: fakeClock() }, { url: 'https://old.example', token: 'x' }, patience)
    await expect(remote.list('things/')).rejects.toThrow(/^Interrupted\. Run the same command again/)
    expect(fetcher.asked).toHaveLength(1)
  })
})
