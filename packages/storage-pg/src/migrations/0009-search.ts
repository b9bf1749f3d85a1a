import type { Migration } from './migration.js'

/**
 * The search text says of its lines what they are (`SEARCH_MARKS` of the core). Of what came before, the issue itself tells
 * its title, its place and its exception.
 */
export const search: Migration = {
  name: '0009-search',
  sql: (s) => `update ${s}.issue_search x set text = left(
  chr(1) || lower(i.title) || e'\\n' || chr(2) || lower(i.culprit) || e'\\n'
  || coalesce(chr(3) || lower(i.metadata ->> 'type') || e'\\n', '')
  || coalesce(chr(4) || lower(i.metadata ->> 'value') || e'\\n', '')
  || case when i.metadata ->> 'isUnhandled' = 'true' then chr(6) || e'unhandled\\n' else '' end
  || coalesce(chr(7) || lower(i.metadata ->> 'function') || e'\\n', '')
  || coalesce(chr(8) || lower(i.metadata ->> 'filename') || e'\\n', '')
  || x.text || e'\\n', 5400)
from ${s}.issues i
where i.id = x.issue_id and i.organization_id = x.organization_id;

-- Only what somebody marked.
create index issue_marks_bookmarked on ${s}.issue_marks (organization_id, user_id, issue_id) where is_bookmarked;
create index issue_marks_subscribed on ${s}.issue_marks (organization_id, user_id, issue_id) where is_subscribed;
create index issues_assigned_to_user on ${s}.issues (organization_id, assignee_user_id, last_seen_at, id)
  where assignee_user_id is not null;
create index issues_assigned_to_team on ${s}.issues (organization_id, assignee_team_id, last_seen_at, id)
  where assignee_team_id is not null;

-- Words are found by their trigrams where the server has these; else texts are looked through, which only takes longer.
do $trigrams$
declare
  home name;
begin
  begin
    create extension if not exists pg_trgm;
  exception when others then
    raise notice 'There are no trigrams for search: %', sqlerrm;
  end;
  select n.nspname into home
  from pg_extension e
  join pg_namespace n on n.oid = e.extnamespace
  where e.extname = 'pg_trgm';
  if home is not null then
    execute format('create index issue_search_words on ${quotedAgain(s)}.issue_search using gin (text %I.gin_trgm_ops)', home);
  end if;
end
$trigrams$`,
}

/** As it stands in a text that `format` reads. */
function quotedAgain(schema: string): string {
  return schema.replaceAll("'", "''").replaceAll('%', '%%')
}
