import { createHmac, randomBytes } from 'node:crypto'
import {
  chmodSync,
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { AppError } from '@mishap/core'

/** The secret of this installation, kept in `<data>/secret-key`; made on first use. Safe in several processes at once. */
export function keptSecretKey(dataDir: string): string {
  const file = join(dataDir, 'secret-key')
  mkdirSync(dataDir, { recursive: true })
  try {
    const kept = readFileSync(file, 'utf8').trim()
    if (kept.length >= 32) return kept
    throw new AppError(
      'config',
      `${file}: wanted at least 32 characters, found ${kept.length}. Delete it to get a new one.`,
    )
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
  writeOnce(file, randomBytes(32).toString('hex'))
  return readFileSync(file, 'utf8').trim()
}

/** What the set-up page asks for where others can reach it; the same after every restart. */
export function setupToken(secretKey: string): string {
  return createHmac('sha256', secretKey).update('mishap setup').digest('hex').slice(0, 32)
}

/** Whole or not at all; where somebody else was quicker, theirs stays. */
function writeOnce(file: string, text: string): void {
  const draft = `${file}.${process.pid}`
  const fd = openSync(draft, 'w', 0o600)
  try {
    writeSync(fd, `${text}\n`)
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
  try {
    chmodSync(draft, 0o600)
    linkSync(draft, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    rmSync(draft, { force: true })
  }
}
