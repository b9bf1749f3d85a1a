import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Probe } from '../../ports/prober.js'
import { nodeProber } from './index.js'

type DnsProbe = Extract<Probe, { kind: 'dns' }>

const TYPES: Readonly<Record<number, string>> = { 1: 'A', 15: 'MX', 16: 'TXT' }
const text = (word: string) => Buffer.concat([Buffer.from([word.length]), Buffer.from(word)])
const RECORDS: Readonly<Record<string, readonly Buffer[]>> = {
  'shop.test A': [Buffer.from([203, 0, 114, 7]), Buffer.from([203, 0, 114, 8])],
  'inside.test A': [Buffer.from([10, 0, 0, 7])],
  'shop.test MX': [Buffer.concat([Buffer.from([0, 10]), text('mail'), Buffer.from([0xc0, 12])])],
  'shop.test TXT': [Buffer.concat([text('v=spf1 '), text('-all')])],
}
const CODES: Readonly<Record<string, number>> = { 'broken.test': 2, 'gone.test': 3 }

/** A name server that says what is above, and nothing at all of `silent.test`. */
function answerTo(query: Buffer): Buffer | null {
  const end = query.indexOf(0, 12) + 5
  const type = query.readUInt16BE(end - 4)
  const labels: string[] = []
  for (let at = 12; query[at] !== 0; at += (query[at] ?? 0) + 1)
    labels.push(query.toString('latin1', at + 1, at + 1 + (query[at] ?? 0)))
  const name = labels.join('.').toLowerCase()
  if (name === 'silent.test') return null
  const records = RECORDS[`${name} ${TYPES[type]}`] ?? []
  const header = Buffer.from([0, 0, 0x81, 0x80 | (CODES[name] ?? 0), 0, 1, 0, records.length, 0, 0, 0, 0])
  query.copy(header, 0, 0, 2)
  const answers = records.map((data) => {
    const head = Buffer.from([0xc0, 12, 0, type, 0, 1, 0, 0, 0, 60, 0, data.length])
    return Buffer.concat([head, data])
  })
  return Buffer.concat([header, query.subarray(12, end), ...answers])
}

let socket: Socket
let server: string
beforeAll(async () => {
  socket = createSocket('udp4').bind(0, '127.0.0.1')
  await once(socket, 'listening')
  socket.on('message', (query, { port, address }) => {
    const answer = answerTo(query)
    if (answer !== null) socket.send(answer, port, address)
  })
  server = `127.0.0.1:${(socket.address() as AddressInfo).port}`
})
afterAll(() => {
  socket.close()
})

const never = new AbortController().signal
const ask = (name: string, recordType: DnsProbe['recordType'] = 'A', more: Partial<DnsProbe> = {}) =>
  nodeProber({ allowPrivate: true }).probe(
    { ...{ kind: 'dns', name, recordType, resolver: server, timeoutMs: 5_000 }, ...more },
    never,
  )

describe('a probe of a name server', () => {
  it('tells its records, how long it took and who was asked', async () => {
    const answer = await ask('shop.test')
    const seen = { address: '127.0.0.1' }
    expect(answer).toMatchObject({ isAnswered: true, records: ['203.0.114.7', '203.0.114.8'], seen })
    expect(answer.timings?.dns).toBeGreaterThan(0)
    expect(await ask('shop.test', 'MX')).toMatchObject({ records: ['10 mail.shop.test'] })
    expect(await ask('shop.test', 'TXT')).toMatchObject({ records: ['v=spf1 -all'] })
  })

  it('tells of no record, and of no such name, that there is none', async () => {
    expect(await ask('shop.test', 'AAAA')).toMatchObject({ isAnswered: true, records: [] })
    expect(await ask('gone.test')).toMatchObject({ isAnswered: true, records: [] })
  })

  it('tells of a server that cannot say, and of one that says nothing', async () => {
    expect(await ask('broken.test')).toMatchObject({
      ...{ isAnswered: false, fault: 'dns' },
      message: expect.stringContaining('ESERVFAIL'),
    })
    expect(await ask('silent.test', 'A', { timeoutMs: 100 })).toMatchObject({ isAnswered: false, fault: 'timeout' })
  })

  it('asks nobody in a private network, and tells nothing of the own one', async () => {
    const strict = nodeProber({ nameServers: [server] })
    const probe = { kind: 'dns', recordType: 'A', timeoutMs: 5_000 } as const
    const forbidden = { isAnswered: false, fault: 'forbidden' }
    for (const resolver of [server, '127.0.0.1', '[::1]:53', '10.0.0.1'])
      expect(await strict.probe({ ...probe, name: 'shop.test', resolver }, never)).toMatchObject(forbidden)
    for (const name of ['inside.test', 'printer', 'db.internal', 'router.local.'])
      expect(await strict.probe({ ...probe, name, resolver: '' }, never)).toMatchObject(forbidden)
    expect(await strict.probe({ ...probe, name: 'shop.test', resolver: '' }, never)).toMatchObject({ isAnswered: true })
  })
})
