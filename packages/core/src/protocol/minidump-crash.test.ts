import { describe, expect, it } from '@jest/globals'
import { crashpadForm, crashpadDump as dump } from '../../test/crashpad.js'
import { randomOf } from '../../test/fuzz/random.js'
import { parseEnvelope } from './envelope.js'
import { minidumpReport } from './minidump.js'
import { readCrash } from './minidump-crash.js'

describe('a minidump of Crashpad', () => {
  it('says what happened, where, and on what machine', () => {
    const { modules, ...crash } = readCrash(dump)
    expect(crash).toEqual({
      type: 'SIGSEGV',
      address: expect.anything(),
      module: expect.objectContaining({ path: '/srv/demo/shop-server' }),
      os: { name: 'Linux', version: '6.18.44' },
      arch: 'x86_64',
      at: expect.any(Number),
    })
    expect(crash.address).not.toBe(16n)
    expect(new Date((crash.at ?? 0) * 1000).getUTCFullYear()).toBe(2026)
    expect(modules.map(({ path }) => path)).toEqual([
      '/srv/demo/shop-server',
      'linux-vdso.so.1',
      'libc.so.6',
      'ld-linux-x86-64.so.2',
    ])
  })

  it('becomes an event that reads well, with what its annotations say', () => {
    const limits = { maxParts: 50, maxDecodedBytes: 1e6, maxEventBytes: 1e5, maxItems: 10, maxHeaderLineBytes: 1000 }
    const { envelope } = minidumpReport(crashpadForm.body, { contentType: crashpadForm.contentType, ...limits })
    const { items } = parseEnvelope(envelope, limits)
    expect(JSON.parse(Buffer.from(items[0]!.payload).toString())).toMatchObject({
      platform: 'native',
      level: 'fatal',
      release: 'demo@1.2.3',
      tags: { shop: 'yes' },
      exception: { values: [{ type: 'SIGSEGV', value: 'Crash in shop-server', mechanism: { type: 'minidump' } }] },
      contexts: { os: { name: 'Linux' }, device: { arch: 'x86_64' } },
      extra: { prod: 'CrashDemo', ver: '1.2.3' },
    })
    expect(Buffer.from(items[1]!.payload).equals(dump)).toBe(true)
  })

  it('is read as far as it goes where it is cut off or wrong', () => {
    for (let index = 0; index < 500; index++) {
      const random = randomOf(11, index)
      const broken = Buffer.from(dump.subarray(0, random.chance(0.5) ? random.int(dump.length) : dump.length))
      for (let fault = 0; fault < 20 && broken.length > 0; fault++)
        broken[random.int(Math.min(broken.length, 400))] = random.int(256)
      expect(() => readCrash(broken)).not.toThrow()
    }
    expect(readCrash(Buffer.from('MDMP'))).toMatchObject({ type: null, modules: [], os: null, at: null })
  })
})
