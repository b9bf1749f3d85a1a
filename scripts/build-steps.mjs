// What is built, of what, in which order; and whether it still is up to date.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('..', import.meta.url))

const TSUP = 'node_modules/tsup/dist/cli-default.js'
const VITE = 'node_modules/vite/bin/vite.js'

const library = (name) => ({
  name,
  dir: `packages/${name}`,
  command: [TSUP],
  inputs: [`packages/${name}`],
  output: `packages/${name}/dist/index.js`,
})

/** In the order of their dependencies: declarations are made of those of the packages before. */
export const steps = [
  library('core'),
  library('storage-pg'),
  library('cache-redis'),
  library('http-express'),
  library('http-koa'),
  library('ui-components'),
  {
    name: 'server',
    dir: 'apps/reference',
    command: [TSUP],
    inputs: ['apps/reference/src', 'apps/reference/package.json', 'apps/reference/tsup.config.ts'],
    output: 'apps/reference/dist/cli.js',
  },
  {
    name: 'web app',
    dir: 'apps/reference',
    command: [VITE, 'build', 'web', '--logLevel', 'warn'],
    inputs: ['apps/reference/web', 'packages/ui-components/src', 'packages/core/src', 'package-lock.json'],
    output: 'apps/reference/dist/web/index.html',
    hasTypes: false,
  },
]

/** What a running server needs. */
export const serverSteps = steps.filter(({ name }) => !['http-express', 'http-koa', 'ui-components'].includes(name))

/** The steps whose outputs are missing or older than their inputs. */
export function stale(wanted, { types }) {
  return wanted.filter((step) => {
    const stamp = readStamp(step)
    const isComplete = stamp !== null && (stamp.types || !types || step.hasTypes === false)
    return !isComplete || !existsSync(join(root, step.output)) || stamp.fingerprint !== fingerprint(step)
  })
}

/** Runs one step. Rejects with its output when it fails. */
export async function build(step, { types }) {
  const before = fingerprint(step)
  await run(step, types)
  const file = stampFile(step)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, JSON.stringify({ fingerprint: before, types }))
}

function run(step, types) {
  const [program, ...args] = step.command
  const child = spawn(process.execPath, [join(root, program), ...args], {
    cwd: join(root, step.dir),
    env: { ...process.env, MISHAP_BUILD_TYPES: types ? '1' : '0' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8')
    stream.on('data', (chunk) => {
      output += chunk
    })
  }
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => {
      if (code === 0) resolve()
      else reject(new Error(`building ${step.name} failed:\n${output.trim()}`))
    })
  })
}

function readStamp(step) {
  try {
    return JSON.parse(readFileSync(stampFile(step), 'utf8'))
  } catch {
    // Never built, or by something else.
    return null
  }
}

function stampFile(step) {
  return join(root, 'node_modules/.cache/mishap-build', `${step.name.replaceAll(' ', '-')}.json`)
}

function fingerprint(step) {
  const hash = createHash('sha256')
  for (const input of [...step.inputs, 'tsconfig.base.json']) {
    for (const file of filesOf(join(root, input))) {
      const { size, mtimeMs } = statSync(file)
      hash.update(`${file}\0${size}\0${mtimeMs}\n`)
    }
  }
  return hash.digest('hex')
}

const NO_INPUT = new Set(['node_modules', 'dist', 'test', 'storybook-static'])

function* filesOf(path) {
  const stat = statSync(path, { throwIfNoEntry: false })
  if (stat === undefined) return
  if (stat.isFile()) {
    yield path
    return
  }
  for (const name of readdirSync(path).sort()) {
    if (NO_INPUT.has(name) || /\.(?:test|stories)\.tsx?$|\.generated\.json$/.test(name)) continue
    yield* filesOf(join(path, name))
  }
}
