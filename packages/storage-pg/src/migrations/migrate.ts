import { AppError } from '@mishap/core'
import type { Database } from '../database.js'
import type { Migration } from './migration.js'
import { checksumOf, migrations } from './migrations.js'
import { literal, migrationScript, preparationScript } from './script.js'

/**
 * Applies what is missing, each migration in a transaction of its own under an advisory lock, so any number of callers
 * may try at once. Rejects with `config` when an applied migration is not the one that this version has.
 */
export async function migrate(db: Database, list: readonly Migration[] = migrations): Promise<void> {
  if ((await appliedTo(db)) === null) await db.transaction((tx) => tx.rows(preparationScript(db.schema)))
  const applied = (await appliedTo(db)) ?? new Map<string, string>()
  for (const migration of list) {
    const checksum = applied.get(migration.name)
    if (checksum === undefined) await db.transaction((tx) => tx.rows(migrationScript(db.schema, migration)))
    else if (checksum !== checksumOf(migration)) throw edited(db, migration)
  }
}

/** The names of those that are missing, in their order. Changes nothing. */
export async function pending(db: Database, list: readonly Migration[] = migrations): Promise<readonly string[]> {
  const applied = (await appliedTo(db)) ?? new Map<string, string>()
  return list.map(({ name }) => name).filter((name) => !applied.has(name))
}

/** Names and checksums; null before the very first migration. */
async function appliedTo(db: Database): Promise<ReadonlyMap<string, string> | null> {
  const table = await db.first<{ found: string | null }>(
    `select to_regclass(${literal(`${db.schema}.migrations`)})::text as found`,
  )
  if (table?.found == null) return null
  const rows = await db.rows<{ name: string; checksum: string }>(`select name, checksum from ${db.schema}.migrations`)
  return new Map(rows.map(({ name, checksum }) => [name, checksum]))
}

function edited(db: Database, { name }: Migration): AppError {
  return new AppError(
    'config',
    `Migration ${name} in schema ${db.schema} is not the one of this version. Use the version that made the schema, or another schema.`,
  )
}
