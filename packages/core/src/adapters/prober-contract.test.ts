import { type AddressInfo, createServer, type Socket } from 'node:net'
import type { Probe } from '../ports/prober.js'
import { runProberContract } from '../testing/prober-contract.js'
import { anAnswer, memoryProber } from './memory-prober.js'
import { nodeProber } from './node-prober/index.js'

const http = (port: number, timeoutMs = 60_000): Probe => ({
  ...{ kind: 'http', method: 'GET', url: `http://127.0.0.1:${port}/`, timeoutMs, maxBytes: 100, maxRedirects: 0 },
  ...{ headers: [], body: '', verifyTls: true },
})

runProberContract('node', async () => {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.once('data', (text) => {
      if (!String(text).includes('/silent')) socket.end('HTTP/1.1 204 No Content\r\n\r\n')
    })
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const { port } = server.address() as AddressInfo
  return {
    prober: nodeProber({ allowPrivate: true }),
    answering: http(port),
    silent: { ...http(port, 200), url: `http://127.0.0.1:${port}/silent` } as Probe,
    absent: { kind: 'tcp', host: '127.0.0.1', port: 1, timeoutMs: 60_000 },
    close: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise((done) => server.close(done))
    },
  }
})

runProberContract('memory', async () => ({
  prober: memoryProber((probe) => {
    const port = probe.kind === 'http' ? new URL(probe.url).port : 'port' in probe ? String(probe.port) : ''
    if (port === '1') return { isAnswered: false, fault: 'network', message: 'refused', totalMs: 1 }
    return port === '2' ? 'silence' : anAnswer()
  }),
  answering: http(3),
  silent: http(2, 50),
  absent: http(1),
  close: async () => {},
}))
