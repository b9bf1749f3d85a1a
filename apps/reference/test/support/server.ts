import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { tempDir } from './temp-dir.js'

/** The built command line, as a user runs it. */
const CLI = join(__dirname, '..', '..', 'dist', 'cli.js')

export interface Environment {
  readonly [name: string]: string
}

export interface TestServer {
  readonly url: string
  readonly dataDir: string
  readonly pid: number
  /** Everything it has written so far. */
  output(): string
  /** As an operator does; resolves with its exit code. */
  stop(): Promise<number | null>
  /** `kill -9`. */
  kill(): Promise<void>
}

const running = new Set<ChildProcess>()

/** Starts `mishap serve` on a free port and resolves when it says that it is ready. */
export async function startServer(
  options: { readonly dataDir?: string; readonly env?: Environment; readonly args?: readonly string[] } = {},
): Promise<TestServer> {
  const dataDir = options.dataDir ?? tempDir()
  const child = spawnCli(['serve', '--port', '0', '--data', dataDir, ...(options.args ?? [])], options.env)
  running.add(child)
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk
    })
  const exited = new Promise<number | null>((resolve) => {
    child.once('exit', (code) => {
      running.delete(child)
      resolve(code)
    })
  })
  const ready = new Promise<void>((resolve) => {
    child.stdout?.on('data', () => /^(?:Sign in: |Set it up: |It stores )/m.test(output) && resolve())
  })
  await Promise.race([ready, exited.then((code) => Promise.reject(new Error(`serve ended with ${code}:\n${output}`)))])
  const url = /listens on (\S+?),?(?: reached at (\S+))?$/m.exec(output)?.[1] ?? ''
  return {
    url,
    dataDir,
    pid: child.pid ?? 0,
    output: () => output,
    stop: () => {
      child.kill('SIGTERM')
      return exited
    },
    kill: async () => {
      child.kill('SIGKILL')
      await exited
    },
  }
}

/** Stops every server that still runs. */
export async function stopServers(): Promise<void> {
  const ended = [...running].map((child) => new Promise((resolve) => child.once('exit', resolve)))
  for (const child of running) child.kill('SIGTERM')
  await Promise.all(ended)
}

export interface CliResult {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Runs one command to its end, or until `killWhen`: then it is killed with `kill -9`, and its code is null. */
export function runCli(args: readonly string[], env: Environment = {}, killWhen?: Promise<void>): Promise<CliResult> {
  const child = spawnCli(args, env)
  void killWhen?.then(() => child.kill('SIGKILL'))
  let stdout = ''
  let stderr = ''
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
    stdout += chunk
  })
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    stderr += chunk
  })
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, stdout, stderr })))
}

function spawnCli(args: readonly string[], env: Environment = {}): ChildProcess {
  if (!existsSync(CLI)) throw new Error(`${CLI} is not built; \`npm test\` builds it, and so does \`npm run build\``)
  // Nothing of the machine's own settings may reach the server under test.
  const { PATH = '', HOME = '/', TMPDIR } = process.env
  return spawn(process.execPath, [CLI, ...args], {
    env: { PATH, HOME, ...(TMPDIR === undefined ? {} : { TMPDIR }), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}
