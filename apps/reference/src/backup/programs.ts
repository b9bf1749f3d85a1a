import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { AppError } from '@mishap/core'

type Program = 'pg_dump' | 'pg_restore'

interface About {
  readonly serverVersion: string
  readonly binDir: string | null
}

const VERSIONED = '/usr/lib/postgresql'
const MAX_SHOWN = 2000

/**
 * Runs a program of PostgreSQL that is as new as the server, or newer. The password goes by the environment, not by the
 * list of processes. Rejects with `unavailable` and what the program said.
 */
export async function runProgram(
  program: Program,
  args: readonly string[],
  about: About & { readonly url: string },
): Promise<void> {
  const { path, tried } = find(program, about)
  if (path === null) throw notFound(program, about, tried)
  const { dbname, password } = withoutPassword(about.url)
  const child = spawn(path, [...args, `--dbname=${dbname}`, '--no-password'], {
    env: { ...process.env, ...(password === '' ? {} : { PGPASSWORD: password }) },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let output = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    output = (output + text).slice(-MAX_SHOWN)
  })
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  if (code !== 0) throw new AppError('unavailable', `${program} failed:\n${output.trim()}`)
}

/** Whether `runProgram` would find it. */
export function hasProgram(program: Program, about: About): boolean {
  return find(program, about).path !== null
}

/** An older `pg_dump` refuses a newer server. */
function find(program: Program, { serverVersion, binDir }: About): { path: string | null; tried: readonly string[] } {
  const wanted = Number.parseInt(serverVersion, 10)
  const tried: string[] = []
  for (const path of candidates(program, binDir)) {
    const { status, stdout } = spawnSync(path, ['--version'], { encoding: 'utf8' })
    const major = status === 0 ? Number(/(\d+)/.exec(stdout)?.[1]) : Number.NaN
    if (major >= wanted) return { path, tried }
    if (status === 0) tried.push(`${path} is of ${major}`)
  }
  return { path: null, tried }
}

function notFound(program: Program, { serverVersion }: About, tried: readonly string[]): AppError {
  const wanted = Number.parseInt(serverVersion, 10)
  return new AppError(
    'unavailable',
    `${program} of PostgreSQL ${wanted} or newer was not found${tried.length === 0 ? '' : ` (${tried.join(', ')})`}. ` +
      `Install it, such as by \`apt install postgresql-client-${wanted}\`, or name its directory by MISHAP_POSTGRES_BIN.`,
  )
}

function candidates(program: Program, binDir: string | null): string[] {
  if (binDir !== null) return [join(binDir, program)]
  const versions = existsSync(VERSIONED) ? readdirSync(VERSIONED).filter((name) => /^\d+$/.test(name)) : []
  const newestFirst = versions.sort((a, b) => Number(b) - Number(a))
  return [program, ...newestFirst.map((name) => join(VERSIONED, name, 'bin', program))]
}

function withoutPassword(url: string): { dbname: string; password: string } {
  const parsed = new URL(url)
  const password = decodeURIComponent(parsed.password)
  parsed.password = ''
  return { dbname: parsed.href, password }
}
