import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const dirs = new Set<string>()

/** A directory that `removeTempDirs` removes. */
export function tempDir(): string {
  const dir = mkdtempSync(join(tmpdir(), 'mishap-e2e-'))
  // Such as a checkout has, not the 0700 of mkdtemp.
  chmodSync(dir, 0o755)
  dirs.add(dir)
  return dir
}

export function removeTempDirs(): void {
  // A process that was killed may still be writing its last file.
  for (const dir of dirs) rmSync(dir, { recursive: true, force: true, maxRetries: 10 })
  dirs.clear()
}
