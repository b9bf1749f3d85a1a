/** A statement that takes all references off the tables of a schema: to look each up takes half the time of filling them. */
export function withoutReferences(s: string): string {
  return `do $$ declare one record; begin
      for one in select conrelid::regclass as own, conname from pg_constraint
        where connamespace = '${s}'::regnamespace and contype = 'f' and conparentid = 0
      loop execute format('alter table %s drop constraint %I', one.own, one.conname); end loop;
    end $$;`
}
