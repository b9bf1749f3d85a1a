import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { canReach, type RunAs } from './run-as.js'

export interface RuntimeCopy {
  /** `native` of the platform package. */
  readonly native: string
  /** Makes the symbolic links of its libraries. */
  readonly link: (native: string) => boolean
  readonly dataDir: string
  readonly runAs: RunAs
}

/**
 * Copies PostgreSQL's programs to where the other user can read them, once a version. The checkout may lie below `/root`,
 * or be read-only without the links that the programs need. Null where no place will do.
 */
export function copyRuntime({ native, link, dataDir, runAs }: RuntimeCopy): string | null {
  const name = `postgres-runtime-${versionOf(native)}`
  for (const parent of [dataDir, '/var/cache/mishap']) {
    const target = join(parent, name, 'native')
    try {
      mkdirSync(parent, { recursive: true })
      if (!canReach(runAs, parent)) continue
      if (!existsSync(target)) {
        const draft = join(parent, `${name}.${process.pid}`)
        rmSync(draft, { recursive: true, force: true })
        cpSync(native, join(draft, 'native'), { recursive: true, verbatimSymlinks: true, filter: isNeeded })
        chmodSync(draft, 0o755)
        link(join(draft, 'native'))
        rename(draft, join(parent, name))
      }
      if (statSync(target).uid === process.getuid?.() && canReach(runAs, target)) return target
    } catch {
      // Not writable: the next place may be.
    }
  }
  return null
}

/** Of two processes that copy at once, the second throws its copy away. */
function rename(draft: string, target: string): void {
  try {
    renameSync(draft, target)
  } catch (error) {
    rmSync(draft, { recursive: true, force: true })
    if (!existsSync(target)) throw error
  }
}

/** Static libraries are for compilers only. */
function isNeeded(path: string): boolean {
  return !path.endsWith('.a')
}

function versionOf(native: string): string {
  const manifest = JSON.parse(readFileSync(join(dirname(native), 'package.json'), 'utf8')) as { version: string }
  return manifest.version
}
