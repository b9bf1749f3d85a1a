import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { nodeProber } from './index.js'

const path = process.env.PATH
let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mishap-ping-'))
  process.env.PATH = folder
})
afterEach(async () => {
  process.env.PATH = path
  await rm(folder, { recursive: true })
})

/** A `ping` command that says this, and notes how it was called. */
const aPing = (script: string) =>
  writeFile(join(folder, 'ping'), `#!/bin/sh\necho "$@" >> '${folder}/calls'\n${script}\n`, { mode: 0o755 })
const calls = () => readFile(join(folder, 'calls'), 'utf8')
const ask = (host = '127.0.0.1', timeoutMs = 20_000) =>
  nodeProber({ allowPrivate: true }).probe({ kind: 'icmp', host, timeoutMs }, new AbortController().signal)

const LOST = "echo '1 packets transmitted, 0 received, 100% packet loss, time 0ms'; exit 1"

describe('a probe by an echo request', () => {
  it('reads the time of iputils and of BusyBox', async () => {
    await aPing("echo 'rtt min/avg/max/mdev = 12.031/12.031/12.031/0.000 ms'")
    expect(await ask()).toMatchObject({
      ...{ isAnswered: true, timings: { firstByte: 12.031 }, seen: { address: '127.0.0.1' } },
    })
    await aPing("echo 'round-trip min/avg/max = 0.063/0.063/0.063 ms'")
    expect(await ask()).toMatchObject({ isAnswered: true, timings: { firstByte: 0.063 } })
  })

  it('is sent to an address that was looked up, and never to a name', async () => {
    await aPing("echo 'rtt min/avg/max/mdev = 1/1/1/0 ms'")
    await ask('localhost')
    await ask('[::1]')
    expect(await calls()).toMatch(/^-q -c 1 (?:127\.0\.0\.1|::1)\n-q -c 1 ::1\n$/)
  })

  it('is sent to nobody in a private network', async () => {
    await aPing("echo 'rtt min/avg/max/mdev = 1/1/1/0 ms'")
    const signal = new AbortController().signal
    for (const host of ['127.0.0.1', '[::1]', '10.0.0.1', 'localhost'])
      expect(await nodeProber().probe({ kind: 'icmp', host, timeoutMs: 5_000 }, signal)).toMatchObject({
        ...{ isAnswered: false, fault: 'forbidden' },
      })
    await expect(calls()).rejects.toMatchObject({ code: 'ENOENT' })
  })

  it('tells of a loss, of a host that cannot be reached, and of one that says nothing', async () => {
    await aPing(LOST)
    expect(await ask()).toMatchObject({ isAnswered: false, fault: 'timeout', message: 'No answer to an echo request' })
    await aPing("echo '1 packets transmitted, 0 received, +1 errors, 100% packet loss'; exit 1")
    expect(await ask()).toMatchObject({ isAnswered: false, fault: 'network' })
    await aPing("echo 'ping: connect: Network is unreachable' >&2; exit 2")
    expect(await ask()).toMatchObject({ fault: 'network', message: 'ping: connect: Network is unreachable' })
    await aPing('while :; do :; done')
    expect(await ask('127.0.0.1', 200)).toMatchObject({ fault: 'timeout', message: 'No answer in time' })
  })

  it('says where this host cannot send it', async () => {
    expect(await ask()).toMatchObject({ fault: 'unable', message: expect.stringContaining('has no ping command') })
    await aPing("echo 'ping: permission denied (are you root?)' >&2; exit 1")
    expect(await ask()).toMatchObject({ fault: 'unable', message: expect.stringContaining('does not let Mishap') })
    await aPing('echo hello')
    expect(await ask()).toMatchObject({ fault: 'unable' })
  })
})
