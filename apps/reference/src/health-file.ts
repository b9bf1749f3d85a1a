import { rm, writeFile } from 'node:fs/promises'
import type { Logger } from '@mishap/core'

/** Probes look at its age every ten or fifteen seconds. */
const TOUCH_EVERY_MS = 5_000

/** A file that is written again and again while `isAlive`, for probes that look at its age. */
export interface HealthFile {
  /** Writes it no more and removes it. */
  close(): Promise<void>
}

/** Writes it at once, and then every five seconds. A file that cannot be written is said in the log, once. */
export async function openHealthFile(path: string, isAlive: () => boolean, logger: Logger): Promise<HealthFile> {
  let isTold = false
  let writing = Promise.resolve()
  const touch = async () => {
    if (!isAlive()) return
    try {
      await writeFile(path, `${new Date().toISOString()}\n`)
    } catch (error) {
      if (!isTold) logger.error('The health file cannot be written', { path, error })
      isTold = true
    }
  }
  await touch()
  const timer = setInterval(() => {
    writing = touch()
  }, TOUCH_EVERY_MS)
  return {
    close: async () => {
      clearInterval(timer)
      await writing
      await rm(path, { force: true })
    },
  }
}
