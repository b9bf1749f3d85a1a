import { migrationSql } from '@mishap/storage-pg'
import type { Command } from 'commander'
import { answer, type StorageFlags, withNewContext, withStorageOptions } from './shared.js'

export function addMigrate(program: Command): void {
  withStorageOptions(program.command('migrate'))
    .description('bring the database up to this version (serve does so by itself)')
    .option('--print', 'print the SQL instead of running it; needs no database')
    .addHelpText('after', '\nExample:\n  mishap migrate --print | psql "$DATABASE_URL"\n')
    .action(async (flags: StorageFlags & { print?: boolean }) => {
      if (flags.print === true) {
        const sql = migrationSql()
        return answer(flags, { sql }, sql.trimEnd())
      }
      await withNewContext(flags, async () => {})
      answer(flags, { migrated: true }, 'The database is up to date.')
    })
}
