import { connect } from 'node:net'
import { afterEach, describe, expect, it } from '@jest/globals'
import { type Listening, listen } from './listen.js'

const open: Listening[] = []

async function aServer(handle: Parameters<typeof listen>[2], host: string | null = null): Promise<Listening> {
  const listening = await listen(host, 0, handle)
  open.push(listening)
  return listening
}

afterEach(async () => {
  for (const listening of open.splice(0)) await listening.close(0)
})

describe('listening', () => {
  it('covers both loopback addresses with one port', async () => {
    const { port } = await aServer((_, response) => response.end('here'))
    for (const host of ['127.0.0.1', '[::1]', 'localhost'])
      expect(await (await fetch(`http://${host}:${port}/`)).text()).toBe('here')
  })

  it('says in a sentence that a port is taken', async () => {
    const { port } = await aServer((_, response) => response.end())
    await expect(listen(null, port, () => {})).rejects.toMatchObject({
      code: 'unavailable',
      message: `Port ${port} is taken by another program. Stop it, or choose another one with --port.`,
    })
  })

  it('lets a running request finish and takes no more', async () => {
    let finish = () => {}
    const arrived = new Promise<void>((resolve) => {
      void aServer((_, response) => {
        finish = () => response.end('done')
        resolve()
      }).then(({ port }) => {
        answer = fetch(`http://127.0.0.1:${port}/`).then((response) => response.text())
      })
    })
    let answer: Promise<string> = Promise.resolve('')
    await arrived
    const [server] = open.splice(0)
    const closed = server?.close(60_000)
    await expect(fetch(`http://127.0.0.1:${server?.port}/`)).rejects.toThrow()
    finish()
    expect(await answer).toBe('done')
    await closed
  })

  it('ends streams at once and stuck requests after the grace', async () => {
    const { port } = await aServer((request, response) => {
      if (request.url === '/stream') response.writeHead(200, { 'content-type': 'text/event-stream' }).write(':\n\n')
    })
    const stream = await fetch(`http://127.0.0.1:${port}/stream`)
    const stuck = connect(port, '127.0.0.1', () => stuck.write('GET / HTTP/1.1\r\nhost: a\r\n\r\n'))
    const cut = new Promise((resolve) => stuck.once('close', resolve))
    stuck.on('error', () => {})
    await open.splice(0)[0]?.close(300)
    await expect(stream.text()).rejects.toThrow()
    await cut
  })

  it('cuts a sender that never finishes its headers, and serves the others meanwhile', async () => {
    const patience = { headersMs: 1500, requestMs: 5000, checkMs: 50 }
    const listening = await listen(null, 0, (_, response) => response.end('here'), patience)
    open.push(listening)
    const slow = connect(listening.port, '127.0.0.1', () => slow.write('POST / HTTP/1.1\r\nhost: a\r\n'))
    slow.on('error', () => {})
    const drip = setInterval(() => slow.write('x-a: b\r\n'), 50)
    const cut = new Promise((resolve) => slow.once('close', resolve))
    expect(await (await fetch(`http://127.0.0.1:${listening.port}/`)).text()).toBe('here')
    await cut
    clearInterval(drip)
  })
})
