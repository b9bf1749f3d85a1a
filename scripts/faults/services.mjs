// What the servers of the fault test lean on, and how it is taken away for a while.
import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from '../build-steps.mjs'
import { embeddedPostgres } from '../services/postgres.mjs'
import { onPath } from '../services/programs.mjs'
import { freePort, sleep, until } from './server.mjs'

const quietLogger = { debug() {}, info() {}, warn() {}, error() {} }

/** A PostgreSQL as durable as it comes. All ways of taking it away resolve when it is back. */
export async function ownPostgres() {
  const open = await embeddedPostgres()
  const dataDir = mkdtempSync(join(tmpdir(), 'mishap-faults-pg-'))
  let server = await open({ dataDir, logger: quietLogger })
  const urlOf = (database) => {
    const { host, user, port } = server.connection
    return `postgres://${user}@localhost:${port}/${database}?host=${encodeURIComponent(host)}`
  }
  const postmaster = () => Number(readFileSync(join(dataDir, 'postgres/postmaster.pid'), 'utf8').split('\n')[0])
  const answers = () =>
    withClient(urlOf(server.connection.database), (client) => client.query('select 1')).then(
      () => true,
      () => false,
    )
  return {
    async newDatabase(name) {
      await withClient(urlOf(server.connection.database), (client) => client.query(`create database ${name}`))
      return urlOf(name)
    },
    /** Stops it, as for an upgrade. */
    async stopped(ms) {
      await server.close()
      await sleep(ms)
      server = await open({ dataDir, logger: quietLogger })
    },
    /** Its postmaster ends on the spot; whoever holds it starts it again. */
    async killed() {
      process.kill(postmaster(), 'SIGKILL')
      await sleep(500)
      await until(answers, 180_000, 'PostgreSQL is back after SIGKILL')
    },
    /** Keeps its connections and says nothing, as behind a dead switch. */
    async hung(ms, meanwhile = async () => {}) {
      const pid = postmaster()
      const all = [pid, ...childrenOf(pid)]
      for (const one of all) process.kill(one, 'SIGSTOP')
      try {
        await Promise.all([sleep(ms), meanwhile()])
      } finally {
        for (const one of all) proceed(one)
      }
    },
    async stop() {
      await server.close()
      rmSync(dataDir, { recursive: true, force: true, maxRetries: 10 })
    },
  }
}

/** A Redis with an append-only file, synced for every answer unless told otherwise. */
export async function ownRedis({ appendfsync = 'always' } = {}) {
  const program = onPath('redis-server', 'valkey-server')
  if (program === null) throw new Error('no redis-server or valkey-server is on the PATH')
  const dir = mkdtempSync(join(tmpdir(), 'mishap-faults-redis-'))
  const port = await freePort()
  const settings = ['--appendonly', 'yes', '--appendfsync', appendfsync, '--save', '']
  let child = null
  let exited = null
  const start = async () => {
    child = spawn(program, ['--port', port, '--bind', '127.0.0.1', '--dir', dir, ...settings], { stdio: 'ignore' })
    exited = new Promise((resolve) => child.once('exit', resolve))
    await until(() => listens(port), 60_000, 'Redis listens')
  }
  const end = async (signal) => {
    child.kill(signal)
    await exited
  }
  await start()
  return {
    url: `redis://127.0.0.1:${port}`,
    async stopped(ms) {
      await end('SIGTERM')
      await sleep(ms)
      await start()
    },
    async killed(ms) {
      await end('SIGKILL')
      await sleep(ms)
      await start()
    },
    async hung(ms, meanwhile = async () => {}) {
      child.kill('SIGSTOP')
      try {
        await Promise.all([sleep(ms), meanwhile()])
      } finally {
        child.kill('SIGCONT')
      }
    },
    async stop() {
      await end('SIGKILL')
      rmSync(dir, { recursive: true, force: true, maxRetries: 10 })
    },
  }
}

/** On a connection of its own, which is closed in the end. */
export async function withClient(url, work) {
  const pg = createRequire(join(root, 'apps/reference/package.json'))('pg')
  const client = new pg.Client(url)
  client.on('error', () => {})
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

function proceed(pid) {
  try {
    process.kill(pid, 'SIGCONT')
  } catch (error) {
    // One that ended by itself needs no word from us.
    if (error.code !== 'ESRCH') throw error
  }
}

function childrenOf(pid) {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => parentOf(name) === pid)
    .map(Number)
}

function parentOf(pid) {
  try {
    const status = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return Number(status.slice(status.lastIndexOf(')') + 2).split(' ')[1])
  } catch {
    // It ended meanwhile.
    return 0
  }
}

function listens(port) {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => resolve(socket.destroy()))
    socket.once('error', () => resolve(null))
  }).then((socket) => socket !== null)
}
