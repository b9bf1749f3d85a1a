import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { BlobStore } from '../ports/blob-store.js'
import { newEventId } from '../protocol/ids.js'

export interface BlobStoreUnderTest {
  readonly store: BlobStore
  close?(): Promise<void>
}

/** What every `BlobStore` must do, as a jest suite. `create` is called once; each test has a prefix of its own in it. */
export function runBlobStoreContract(options: {
  readonly name: string
  readonly create: () => Promise<BlobStoreUnderTest>
}): void {
  describe(`the blob store contract: ${options.name}`, () => {
    let subject: BlobStoreUnderTest
    let store: BlobStore
    beforeAll(async () => {
      subject = await options.create()
      store = subject.store
    })
    afterAll(() => subject.close?.())

    const bytes = (text: string) => new TextEncoder().encode(text)
    const textOf = (content: Uint8Array | null) => (content === null ? null : Buffer.from(content).toString())

    it('gives back what was put, whole and in pieces', async () => {
      const key = `t/${newEventId()}`
      const content = new Uint8Array(700_001).map((_, index) => index % 251)
      await store.put(key, content)
      expect(Buffer.from((await store.get(key)) ?? []).equals(content)).toBe(true)
      const pieces: Uint8Array[] = []
      for await (const piece of (await store.stream(key)) ?? []) pieces.push(piece)
      expect(Buffer.concat(pieces).equals(content)).toBe(true)
    })

    it('an empty content is one', async () => {
      const key = `t/${newEventId()}`
      await store.put(key, new Uint8Array(0))
      expect(textOf(await store.get(key))).toBe('')
      const pieces: Uint8Array[] = []
      for await (const piece of (await store.stream(key)) ?? []) pieces.push(piece)
      expect(Buffer.concat(pieces)).toHaveLength(0)
    })

    it('what is put again replaces what was there, also at once', async () => {
      const key = `t/${newEventId()}`
      await store.put(key, bytes('one'))
      await store.put(key, bytes('two'))
      expect(textOf(await store.get(key))).toBe('two')
      const long = 'x'.repeat(100_000)
      const texts = ['a', 'b', 'c', 'd'].map((letter) => letter + long)
      await Promise.all(texts.map((text) => store.put(key, bytes(text))))
      expect(texts).toContain(textOf(await store.get(key)))
    })

    it('keeps a copy: what the caller does with its bytes later changes nothing', async () => {
      const key = `t/${newEventId()}`
      const content = bytes('kept')
      await store.put(key, content)
      content.fill(0)
      expect(textOf(await store.get(key))).toBe('kept')
    })

    it('what is deleted, or never was, is not there', async () => {
      const prefix = newEventId()
      const keys = ['a', 'b', 'c'].map((name) => `${prefix}/${name}`)
      for (const key of keys) await store.put(key, bytes(key))
      await store.delete([...keys.slice(0, 2), `${prefix}/none`])
      await store.delete([])
      expect(await Promise.all(keys.map(async (key) => textOf(await store.get(key))))).toEqual([null, null, keys[2]])
      expect(await store.stream(keys[0] ?? '')).toBeNull()
    })

    it('a key that leads out of its place, or is none, is refused and holds nothing', async () => {
      const nonsense = [
        '',
        '/',
        'a/',
        '/a',
        'a//b',
        '..',
        '../a',
        'a/../../b',
        './a',
        'a\\..\\b',
        'A',
        'a b',
        'a\0',
        'ü',
      ]
      for (const key of [...nonsense, 'a.b', `${'a/'.repeat(20)}a`, 'a'.repeat(600), 'C:/a', '~/a', '%2e%2e/a']) {
        await expect(store.put(key, bytes('x'))).rejects.toMatchObject({ code: 'invalid_input' })
        expect(await store.get(key)).toBeNull()
        expect(await store.stream(key)).toBeNull()
        await expect(store.delete([key])).resolves.toBeUndefined()
      }
    })

    it('lists keys of a prefix in their order, page by page', async () => {
      const prefix = newEventId()
      const names = ['a', 'a/b', 'a-b', 'a/b/c', 'b', 'b/a', 'c_d', 'a0', '1']
      const keys = names.map((name) => `${prefix}/${name}`)
      const before = Date.now()
      for (const key of [...keys, `${newEventId()}/other`]) await store.put(key, bytes(key))
      const found: string[] = []
      for (let after: string | null = null; ; ) {
        const page = await store.list({ prefix: `${prefix}/`, after, limit: 2 })
        for (const { storedAt } of page) expect(Math.abs(storedAt.getTime() - before)).toBeLessThan(60_000)
        found.push(...page.map(({ key }) => key))
        if (page.length < 2) break
        after = page.at(-1)?.key ?? null
      }
      expect(found).toEqual([...keys].sort())
      expect(await store.list({ prefix: `${prefix}/a/`, after: null, limit: 10 })).toHaveLength(2)
      expect(await store.list({ prefix: 'nothing/', after: null, limit: 10 })).toEqual([])
    })
  })
}
