import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type HttpMounting, runHttpContract } from '@mishap/core/testing'
import express5 from 'express'
import express4 from 'express4'
import { expressHandler } from '../src/index.js'

const PARSERS = ['express.json', 'express.raw', 'express.text'] as const

for (const [name, express] of [
  ['Express 4', express4],
  ['Express 5', express5],
] as const) {
  runHttpContract({
    name,
    parsers: PARSERS,
    prefixes: ['cut', 'kept'],
    start: async (mounting) => {
      const server = createServer(hostOf(express, mounting))
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
      return {
        origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
        close: async () => {
          server.closeAllConnections()
          await new Promise((resolve) => server.close(resolve))
        },
      }
    },
  })
}

function hostOf(express: typeof express5, { app, prefix, isCut, parser }: HttpMounting) {
  const host = express()
  if (parser === 'express.json') host.use(express.json())
  if (parser === 'express.raw') host.use(express.raw({ type: () => true, limit: '10mb' }))
  if (parser === 'express.text') host.use(express.text({ type: () => true, limit: '10mb' }))
  if (isCut) host.use(prefix, expressHandler(app))
  else host.use(expressHandler(app))
  host.get('/hello', (_, res) => {
    res.send('hello')
  })
  host.use((_, res) => {
    res.status(404).send('host')
  })
  return host
}
