import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { describe, expect, it } from '@jest/globals'
import { quietLogger } from './commands/shared.js'
import { openRedis } from './redis.js'

async function serverThatSays(greeting: string) {
  const server = createServer((socket) => {
    socket.on('error', () => {})
    socket.end(greeting)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { port: (server.address() as AddressInfo).port, close: () => server.close() }
}

describe('a Redis that cannot be used', () => {
  it.each([
    [
      '-DENIED Redis is running in protected mode because protected mode is enabled and no password is set.\r\n',
      /cannot be used: Redis is running in protected mode because/,
    ],
    ['-ERR max number of clients reached\r\n', /cannot be used: max number of clients reached\. Start it/],
  ])('that says %j tells so', async (greeting, message) => {
    const server = await serverThatSays(greeting)
    try {
      await expect(openRedis(`redis://127.0.0.1:${server.port}`, quietLogger, 0)).rejects.toThrow(message)
    } finally {
      server.close()
    }
  })

  it('that is not there is told with the reason of the system', async () => {
    const server = await serverThatSays('')
    server.close()
    await expect(openRedis(`redis://127.0.0.1:${server.port}`, quietLogger, 0)).rejects.toThrow('ECONNREFUSED')
  })
})
