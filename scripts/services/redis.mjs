// A throw-away Redis: that of MISHAP_TEST_REDIS_URL, else the machine's program, else the package manager's.
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { installPackage, onPath } from './programs.mjs'

const START_TIMEOUT_MS = 60_000

/** Rejects with the reason where there is none to be had. */
export async function obtainRedis() {
  const given = process.env.MISHAP_TEST_REDIS_URL
  if (given) {
    const { hostname, port } = new URL(given)
    if (!(await answers(Number(port || 6379), hostname))) throw new Error('nothing listens at MISHAP_TEST_REDIS_URL')
    return { url: given, stop: async () => {} }
  }
  const program =
    find() ?? (installPackage({ 'apt-get': 'redis-server', apk: 'redis', dnf: 'redis', brew: 'redis' }) ? find() : null)
  if (program === null)
    throw new Error(
      'no redis-server or valkey-server is on the PATH, and the package manager had none; set MISHAP_TEST_REDIS_URL',
    )
  const dir = mkdtempSync(join(tmpdir(), 'mishap-redis-'))
  const port = await freePort()
  const child = spawn(program, ['--port', port, '--bind', '127.0.0.1', '--save', '', '--dir', dir], { stdio: 'ignore' })
  const exited = new Promise((resolve) => child.once('exit', resolve))
  for (const deadline = Date.now() + START_TIMEOUT_MS; !(await answers(port, '127.0.0.1')); ) {
    if (child.exitCode !== null || Date.now() > deadline) throw new Error(`${program} did not start`)
    await new Promise((wake) => setTimeout(wake, 50))
  }
  return {
    url: `redis://127.0.0.1:${port}`,
    async stop() {
      child.kill()
      await exited
      rmSync(dir, { recursive: true, force: true })
    },
  }
}

const find = () => onPath('redis-server', 'valkey-server')

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })
}

function answers(port, host) {
  return new Promise((resolve) => {
    const socket = connect(port, host)
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}
