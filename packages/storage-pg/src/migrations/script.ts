import type { Migration } from './migration.js'
import { checksumOf, migrations } from './migrations.js'

/** For one transaction: makes the schema and its list of migrations where they are missing. `schema` is quoted. */
export function preparationScript(schema: string): string {
  return `select pg_advisory_xact_lock(${lockOf(schema)});
do $mishap$
begin
  -- Asked first: who may not create schemas may still use one that is there.
  if to_regnamespace(${literal(schema)}) is null then
    create schema ${schema};
  end if;
  if to_regclass(${literal(`${schema}.migrations`)}) is null then
    create table ${schema}.migrations (
      name text primary key,
      checksum text not null,
      applied_at timestamptz(3) not null default now()
    );
  end if;
end
$mishap$;
`
}

/** For one transaction: applies the migration, unless it is applied already. */
export function migrationScript(schema: string, migration: Migration): string {
  return `select pg_advisory_xact_lock(${lockOf(schema)});
do $mishap$
begin
  if exists (select from ${schema}.migrations where name = ${literal(migration.name)}) then
    return;
  end if;
  execute $statements$${migration.sql(schema)}$statements$;
  insert into ${schema}.migrations (name, checksum)
  values (${literal(migration.name)}, ${literal(checksumOf(migration))});
end
$mishap$;
`
}

/**
 * All migrations as one script for `psql`, for who runs them by hand. It may be run again: what is applied is left out.
 * `schema` as in `pgStorage`.
 */
export function migrationSql(schema = 'mishap'): string {
  const quoted = `"${schema.replaceAll('"', '""')}"`
  const parts = [preparationScript(quoted), ...migrations.map((migration) => migrationScript(quoted, migration))]
  return parts.map((part) => `begin;\n${part}commit;\n`).join('\n')
}

/** An expression for the advisory lock that everything takes which changes the tables of the schema. */
export function lockOf(schema: string): string {
  return `hashtextextended(${literal(`mishap ${schema}`)}, 0)`
}

export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}
