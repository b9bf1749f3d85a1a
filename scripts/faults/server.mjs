// A server of the fault test: started, killed, started again, and asked by its API.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { root } from '../build-steps.mjs'

const TOKEN = 'token-of-the-fault-test'
export const CLI = join(root, 'apps/reference/dist/cli.js')

/** Resolves when it is ready. `env` is all that it sees of ours but the PATH. */
export async function startServer({ args, env = {} }) {
  const child = spawn(process.execPath, [CLI, 'serve', ...args], {
    env: { PATH: process.env.PATH, MISHAP_USER_1_EMAIL: 'faults@example.com', MISHAP_USER_1_TOKEN: TOKEN, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const exited = new Promise((resolve) => child.once('exit', resolve))
  let output = ''
  await new Promise((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (chunk) => {
        output = (output + chunk).slice(-20_000)
        if (/^(?:Sign in: |It stores )/m.test(output)) resolve()
      })
    void exited.then((code) => reject(new Error(`the server ended with ${code}\n${output}`)))
  })
  return {
    url: /listens on (http\S+?),?$/m.exec(output)[1],
    output: () => output,
    async kill() {
      child.kill('SIGKILL')
      await exited
    },
    async stop() {
      child.kill('SIGTERM')
      await exited
    },
  }
}

/** An organization and a project, made by the API. */
export async function makeProject(url) {
  const { slug: org } = await api(url, 'POST', 'organizations/', { name: 'Faults' })
  const { slug: team } = await api(url, 'POST', `organizations/${org}/teams/`, { slug: 'crew' })
  const { id, slug } = await api(url, 'POST', `teams/${org}/${team}/projects/`, { name: 'target' })
  const [key] = await api(url, 'GET', `projects/${org}/${slug}/keys/`)
  return { org, projectId: id, publicKey: key.public }
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
