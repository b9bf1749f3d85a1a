import { afterEach, describe, expect, it } from '@jest/globals'
import type { Fetcher, FetchRequest } from '../ports/fetcher.js'

/** What the server of a test answers. */
export interface ServedAnswer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

/** A server of the test's, and a fetcher that may ask it. */
export interface FetchWorld {
  readonly fetcher: Fetcher
  /** Without a slash at the end. */
  readonly url: string
  close(): Promise<void>
}

/**
 * What every `Fetcher` must do, as a jest suite. `start` serves what `answer` says for a method, a path with its query, headers
 * in lower case and a body.
 */
export function runFetcherContract(options: {
  readonly name: string
  readonly start: (
    answer: (request: {
      readonly method: string
      readonly path: string
      readonly headers: Readonly<Record<string, string>>
      readonly body: string
    }) => ServedAnswer,
  ) => Promise<FetchWorld>
  /** Where nobody answers. */
  readonly nobody: string
}): void {
  describe(`the fetcher contract: ${options.name}`, () => {
    const worlds: FetchWorld[] = []
    const aWorld = async (answer: Parameters<typeof options.start>[0]) => {
      const world = await options.start(answer)
      worlds.push(world)
      return (path: string, request: Partial<FetchRequest> = {}) =>
        world.fetcher.fetch({ url: world.url + path, timeoutMs: 5000, maxBytes: 1000, ...request })
    }
    afterEach(async () => {
      for (const world of worlds.splice(0)) await world.close()
    })

    it('sends what was asked for, and answers with status, headers and body', async () => {
      const fetch = await aWorld(({ method, path, headers, body }) => ({
        status: 201,
        headers: { 'x-seen': `${method} ${path} ${headers['x-one']}` },
        body: `${body}!`,
      }))
      const answer = await fetch('/a/b?c=d', { method: 'POST', headers: { 'x-one': '1' }, body: 'héllo' })
      expect(answer.status).toBe(201)
      expect(answer.headers['x-seen']).toBe('POST /a/b?c=d 1')
      expect(new TextDecoder().decode(answer.body)).toBe('héllo!')
    })

    it('answers with what is no success as well, and follows no redirect', async () => {
      const fetch = await aWorld(({ path }) =>
        path === '/moved'
          ? { status: 302, headers: { location: 'https://example.com/' } }
          : { status: 500, body: 'no' },
      )
      expect(await fetch('/moved')).toMatchObject({ status: 302, headers: { location: 'https://example.com/' } })
      expect(await fetch('/broken')).toMatchObject({ status: 500 })
    })

    it('reads so much and no more', async () => {
      const fetch = await aWorld(() => ({ status: 200, body: 'x'.repeat(1001) }))
      await expect(fetch('/')).rejects.toMatchObject({ name: 'AppError', code: 'too_large' })
      expect((await fetch('/', { maxBytes: 1001 })).body).toHaveLength(1001)
    })

    it('answers with the part that it read, where that is enough, and says that it is one', async () => {
      const fetch = await aWorld(() => ({ status: 202, headers: { 'x-one': '1' }, body: `${'x'.repeat(1000)}y` }))
      const part = await fetch('/', { isPartEnough: true })
      expect(part).toMatchObject({ status: 202, headers: { 'x-one': '1' }, cut: { code: 'too_large' } })
      expect(new TextDecoder().decode(part.body)).toBe('x'.repeat(1000))
      const whole = await fetch('/', { isPartEnough: true, maxBytes: 1001 })
      expect([whole.body.length, whole.cut]).toEqual([1001, undefined])
    })

    it('rejects with unavailable where nobody answers', async () => {
      const fetch = await aWorld(() => ({ status: 200 }))
      const refused = fetch('/', { url: options.nobody })
      await expect(refused).rejects.toMatchObject({ name: 'AppError', code: 'unavailable' })
    })
  })
}
