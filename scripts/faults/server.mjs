// A server of the fault test: started, killed, started again, and asked by its API.
import { spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { root } from '../build-steps.mjs'

const TOKEN = 'token-of-the-fault-test'
const START_TIMEOUT_MS = 180_000
/** Less than what most orchestrators wait before they kill. */
const LONGEST_STOP_MS = 28_000
export const CLI = join(root, 'apps/reference/dist/cli.js')

/** What every process of the server sees of our environment. */
const baseEnv = () => ({
  PATH: process.env.PATH,
  MISHAP_USER_1_EMAIL: 'faults@example.com',
  MISHAP_USER_1_TOKEN: TOKEN,
})

/**
 * A server that keeps its port, whatever happens to it: clients meet it in the middle of its start, too. Resolves when
 * it is ready. `nodeArgs` stand before the program.
 */
export async function startServer({ args = [], env = {}, nodeArgs = [] }) {
  const port = await freePort()
  let running = await start()

  async function start() {
    const child = spawn(process.execPath, [...nodeArgs, CLI, 'serve', '--port', port, ...args], {
      env: { ...baseEnv(), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const exited = new Promise((resolve) => child.once('exit', (code, signal) => resolve(signal ?? code)))
    let output = ''
    await new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`the server is not ready\n${output}`)), START_TIMEOUT_MS)
      for (const stream of [child.stdout, child.stderr])
        stream.setEncoding('utf8').on('data', (chunk) => {
          output = (output + chunk).slice(-20_000)
          if (/^(?:Sign in: |It stores )/m.test(output)) resolve(clearTimeout(late))
        })
      void exited.then((code) => reject(new Error(`the server ended with ${code}\n${output}`)))
    })
    return { child, exited, output: () => output }
  }

  return {
    url: `http://127.0.0.1:${port}`,
    pid: () => running.child.pid,
    output: () => running.output(),
    async kill() {
      running.child.kill('SIGKILL')
      await running.exited
    },
    /** Ends it politely; answers its exit code, and in how many milliseconds it was gone. Kills one that does not go. */
    async stop() {
      const from = performance.now()
      const tooLate = setTimeout(() => running.child.kill('SIGKILL'), LONGEST_STOP_MS)
      running.child.kill('SIGTERM')
      const code = await running.exited
      clearTimeout(tooLate)
      return { code, ms: Math.round(performance.now() - from) }
    },
    async start() {
      running = await start()
    },
  }
}

/** Runs a command of the program; answers what it printed as JSON. */
export function runCommand(args, env) {
  const child = spawn(process.execPath, [CLI, ...args, '--json'], {
    env: { ...baseEnv(), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let [stdout, stderr] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (chunk) => {
    stdout += chunk
  })
  child.stderr.setEncoding('utf8').on('data', (chunk) => {
    stderr += chunk
  })
  return new Promise((resolve, reject) => {
    child.once('close', (code) =>
      code === 0 ? resolve(JSON.parse(stdout)) : reject(new Error(`${args.join(' ')} ended with ${code}: ${stderr}`)),
    )
  })
}

/** An organization and a project, made by the API. */
export async function makeProject(url) {
  const { slug: org } = await api(url, 'POST', 'organizations/', { name: 'Faults' })
  const { slug: team } = await api(url, 'POST', `organizations/${org}/teams/`, { slug: 'crew' })
  const { id, slug } = await api(url, 'POST', `teams/${org}/${team}/projects/`, { name: 'target' })
  const [key] = await api(url, 'GET', `projects/${org}/${slug}/keys/`)
  // The SDK takes no dashes.
  return { projectId: id, publicKey: key.public.replaceAll('-', '') }
}

async function api(url, method, path, body) {
  const response = await fetch(`${url}/api/0/${path}`, {
    method,
    headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`)
  return response.json()
}

export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms))

/** Asks again and again; rejects with `wanted` after `ms`. */
export async function until(isSo, ms, wanted) {
  for (const deadline = Date.now() + ms; !(await isSo()); await sleep(200))
    if (Date.now() > deadline) throw new Error(`${wanted}: not within ${ms / 1000} s`)
}

const given = new Set()

/**
 * A port that nobody has, below those that connections get of themselves: none of theirs can take it while its server is
 * away.
 */
export async function freePort() {
  for (;;) {
    const port = 10_000 + Math.floor(Math.random() * 20_000)
    if (given.has(port) || !(await isFree(port))) continue
    given.add(port)
    return port
  }
}

function isFree(port) {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}
