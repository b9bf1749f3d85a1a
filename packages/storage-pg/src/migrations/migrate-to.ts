import { AppError } from '@mishap/core'
import { quoted } from '../database.js'
import type { PgClient } from '../pool.js'
import { checksumOf, migrations } from './migrations.js'
import { migrationScript, preparationScript } from './script.js'

/** As it stands in the table of migrations. */
export interface AppliedMigration {
  readonly name: string
  readonly checksum: string
}

/**
 * Makes the schema as exactly these migrations leave it, for the contents of such a one; `migrate` brings it further.
 * Runs within the client's transaction, so that nothing is left where that is rolled back. Rejects with `conflict` where
 * the schema was migrated before, and with `config` where this version has not all of them.
 */
export async function migrateTo(
  client: Pick<PgClient, 'query'>,
  applied: readonly AppliedMigration[],
  schema = 'mishap',
): Promise<void> {
  const checksums = new Map(migrations.map((migration) => [migration.name, checksumOf(migration)]))
  const unknown = applied.filter(({ name, checksum }) => checksums.get(name) !== checksum).map(({ name }) => name)
  if (unknown.length > 0)
    throw new AppError(
      'config',
      `Migrations: wanted those of this version, found others: ${unknown.join(', ')}. Use the version that made them.`,
    )
  const s = quoted(schema)
  // The lock of the first statement makes whoever starts meanwhile wait; what came before it is seen.
  await client.query({ text: preparationScript(s) })
  const { rows } = await client.query({ text: `select name from ${s}.migrations limit 1` })
  if (rows.length > 0)
    throw new AppError('conflict', `Schema ${schema}: wanted one that was never migrated, found one that was.`)
  const wanted = new Set(applied.map(({ name }) => name))
  for (const migration of migrations)
    if (wanted.has(migration.name)) await client.query({ text: migrationScript(s, migration) })
}
