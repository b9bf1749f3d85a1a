import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from '@jest/globals'
import { askedNames } from './names.js'

const sockets: Socket[] = []
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.close()
})

/** A name server that answers each question as `answer` does; null says nothing. */
async function aServer(answer: (type: number, name: string) => Buffer | null) {
  // A question that is repeated because this machine was held up has the number that it had before.
  const asked = new Set<string>()
  const socket = createSocket('udp4').bind(0, '127.0.0.1')
  sockets.push(socket)
  await once(socket, 'listening')
  socket.on('message', (query, { port, address }) => {
    const end = query.indexOf(0, 12) + 5
    const type = query.readUInt16BE(end - 4)
    const name = query.toString('latin1', 13, end - 5)
    asked.add(`${type} ${name} ${query.readUInt16BE(0)}`)
    const record = answer(type, name)
    if (record === null) return
    const header = Buffer.from([query[0]!, query[1]!, 0x81, 0x80, 0, 1, 0, record.length === 0 ? 0 : 1, 0, 0, 0, 0])
    socket.send(Buffer.concat([header, query.subarray(12, end), record]), port, address)
  })
  return { asked, names: askedNames([`127.0.0.1:${(socket.address() as AddressInfo).port}`]) }
}

const A = 1
const record = (seconds: number) => Buffer.from([0xc0, 12, 0, A, 0, 1, 0, 0, 0, seconds, 0, 4, 192, 0, 2, 7])

describe('names', () => {
  it('are asked for once by whoever wants them, as long as the answer is good', async () => {
    const { asked, names } = await aServer((type) => (type === A ? record(20) : Buffer.alloc(0)))
    const all = await Promise.all([names.addresses('a.test'), names.addresses('a.test')])
    expect([...all, await names.addresses('a.test')]).toEqual([['192.0.2.7'], ['192.0.2.7'], ['192.0.2.7']])
    await names.addresses('b.test')
    expect(asked.size).toBe(4)
  })

  it('are asked for again where the answer is for now alone, or was none', async () => {
    const { asked, names } = await aServer((type, name) =>
      type === A && name[0] === 'a' ? record(0) : Buffer.alloc(0),
    )
    await names.addresses('a.test')
    await names.addresses('a.test')
    await expect(names.addresses('b.test')).rejects.toMatchObject({ code: 'ENODATA' })
    await expect(names.addresses('b.test')).rejects.toMatchObject({ code: 'ENODATA' })
    expect([...asked].filter((question) => question.startsWith('1 a'))).toHaveLength(2)
    expect([...asked].filter((question) => question.startsWith('1 b'))).toHaveLength(2)
  })

  it('of a server that says nothing are given up, each by itself', async () => {
    const { names } = await aServer((type, name) => (type === A && name[0] === 'a' ? record(0) : null))
    const given = names.addresses('b.test').catch((error: { code: string }) => error.code)
    expect(await Promise.race([given, names.addresses('c.test').catch(() => 'c')])).toMatch(/^(?:ETIMEOUT|c)$/)
    expect(await given).toBe('ETIMEOUT')
  })
})
