import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { AppError } from '@mishap/core'
import type { AppliedMigration } from '@mishap/storage-pg'

/** What a portable copy of the database holds; rows are in a file for each table that has some. */
export interface Contents {
  /** By which the tables can be made that the rows fit into. */
  readonly migrations: readonly AppliedMigration[]
  readonly tables: readonly CopiedTable[]
  readonly sequences: readonly CopiedSequence[]
}

export interface CopiedTable {
  readonly name: string
  readonly columns: readonly string[]
  readonly rows: number
  /** Null: it is not a part of another. */
  readonly partition: CopiedPartition | null
}

export interface CopiedPartition {
  readonly of: string
  /** As statements name them: `FOR VALUES FROM ('2026-01-31') TO ('2026-02-01')`. */
  readonly bounds: string
  /** Statements that make its indexes, in the order in which they were made. */
  readonly indexes: readonly string[]
}

export interface CopiedSequence {
  readonly name: string
  /** As text: it may be too large for a number. */
  readonly value: string
  /** Whether the next one is after `value`, not `value` itself. */
  readonly isCalled: boolean
}

const FILE = 'tables.json'

export function writeContents(dir: string, contents: Contents): void {
  writeFileSync(join(dir, FILE), `${JSON.stringify(contents, null, 2)}\n`, { mode: 0o600 })
}

/** Throws `not_found` where there is none, and `invalid_input` where it cannot be read. */
export function readContents(dir: string): Contents {
  const path = join(dir, FILE)
  if (!existsSync(path)) throw new AppError('not_found', `--from: wanted the file ${path}, found none`)
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Contents
  } catch (cause) {
    throw new AppError('invalid_input', `${path} cannot be read: ${(cause as Error).message}`, { cause })
  }
}

/** Where the rows of a table are: as COPY writes them, compressed. Throws `invalid_input` on a name that is no file's. */
export function rowsFileOf(dir: string, table: string): string {
  if (/^\w{1,63}$/.test(table)) return join(dir, `${table}.copy.gz`)
  throw new AppError('invalid_input', `Table ${JSON.stringify(table)}: wanted a name of letters, digits and _`)
}
