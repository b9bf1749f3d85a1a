import { copyFile, mkdir, readdir } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { AppError } from '@mishap/core'

/**
 * Copies the files below a directory to another, and answers how many; none where it is not there. `order` says which
 * come first. A file that goes away meanwhile is left out: whoever removed it needs it no more. Rejects with `unavailable`
 * where one cannot be copied.
 */
export async function copyFiles(
  from: string,
  to: string,
  isWanted: (path: string) => boolean,
  order: (a: string, b: string) => number = () => 0,
): Promise<number> {
  let copied = 0
  const paths = (await filesBelow(from)).filter(isWanted).sort(order)
  for (const path of paths) {
    const target = join(to, path)
    await mkdir(dirname(target), { recursive: true, mode: 0o700 })
    if (await wasCopied(join(from, path), target)) copied += 1
  }
  return copied
}

/** As paths relative to it. */
async function filesBelow(dir: string): Promise<string[]> {
  try {
    const entries = await readdir(dir, { recursive: true, withFileTypes: true })
    return entries.filter((entry) => entry.isFile()).map((entry) => relative(dir, join(entry.parentPath, entry.name)))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}

async function wasCopied(from: string, to: string): Promise<boolean> {
  try {
    await copyFile(from, to)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false
    throw new AppError('unavailable', `A file cannot be copied: ${(error as Error).message}`, { cause: error })
  }
}
