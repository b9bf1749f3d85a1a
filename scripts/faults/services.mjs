// What the servers of the fault test lean on, and how it is taken away for a while.
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onPath } from '../services/programs.mjs'
import { sleep } from './server.mjs'

/** A Redis that keeps everything it acknowledged, and that can be killed and started again. */
export async function ownRedis() {
  const program = onPath('redis-server', 'valkey-server')
  if (program === null) throw new Error('no redis-server or valkey-server is on the PATH')
  const dir = mkdtempSync(join(tmpdir(), 'mishap-faults-redis-'))
  const gate = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => gate.once('listening', resolve))
  const { port } = gate.address()
  await new Promise((resolve) => gate.close(resolve))
  const durable = ['--appendonly', 'yes', '--appendfsync', 'always', '--save', '']
  let child = null
  let exited = null
  const start = () => {
    child = spawn(program, ['--port', port, '--bind', '127.0.0.1', '--dir', dir, ...durable], { stdio: 'ignore' })
    exited = new Promise((resolve) => child.once('exit', resolve))
  }
  start()
  return {
    url: `redis://127.0.0.1:${port}`,
    async away(ms) {
      child.kill('SIGKILL')
      await exited
      await sleep(ms)
      start()
    },
    async stop() {
      child.kill('SIGKILL')
      await exited
      rmSync(dir, { recursive: true, force: true })
    },
  }
}

/** A port before a PostgreSQL on a Unix socket, which cuts every connection and takes none while it is `away`. */
export async function gateTo(socketPath) {
  const sockets = new Set()
  let isOpen = true
  const server = createServer((socket) => {
    if (!isOpen) return socket.destroy()
    const other = connect(socketPath)
    for (const [one, peer] of [
      [socket, other],
      [other, socket],
    ]) {
      sockets.add(one)
      one.on('error', () => {})
      one.once('close', () => {
        sockets.delete(one)
        peer.destroy()
      })
      one.pipe(peer)
    }
  })
  server.listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  return {
    port: server.address().port,
    async away(ms) {
      isOpen = false
      for (const socket of sockets) socket.destroy()
      await sleep(ms)
      isOpen = true
    },
    close() {
      for (const socket of sockets) socket.destroy()
      server.close()
    },
  }
}
