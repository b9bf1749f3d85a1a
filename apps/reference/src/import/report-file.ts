import { renameSync, writeFileSync } from 'node:fs'
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
