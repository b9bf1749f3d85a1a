import { existsSync, renameSync, writeFileSync } from 'node:fs'
import { join, parse } from 'node:path'
import { AppError, type OrganizationReport } from '@mishap/core'

export interface ImportReport {
  readonly source: { readonly kind: string; readonly url: string }
  readonly startedAt: string
  readonly finishedAt: string | null
  readonly isDryRun: boolean
  /** Why it ended before its end. */
  readonly error: string | null
  readonly organizations: readonly OrganizationReport[]
  readonly notCarried: readonly string[]
}

/** Moves the report of an earlier run aside: it may hold links that nobody has passed on yet. */
export function keepEarlier(path: string): void {
  if (!existsSync(path)) return
  const { dir, name, ext } = parse(path)
  const free = (number: number): string => {
    const candidate = join(dir, `${name}.${number}${ext}`)
    return existsSync(candidate) ? free(number + 1) : candidate
  }
  renameSync(path, free(1))
}

/** Replaces the file in one step. It holds links and webhooks, so only its owner may read it. */
export function writeReport(path: string, report: ImportReport): void {
  try {
    writeFileSync(`${path}.part`, `${JSON.stringify(report, null, 2)}\n`, { mode: 0o600 })
    renameSync(`${path}.part`, path)
  } catch (cause) {
    throw new AppError(
      'config',
      `The report cannot be written to ${path}: ${(cause as Error).message}. Name another place: --report FILE`,
      { cause },
    )
  }
}
