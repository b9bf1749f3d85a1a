/*
 * Statements that make events and count them. Chance is a hash of the row's number, so that it is the same in every run
 * and on every machine.
 */

const DAY_SECONDS = 86_400

/** Evenly from 0 to 1. `salt` tells one throw of the dice for a row from the others. */
function chance(number, salt, seed) {
  return `((hashint8extended((${number})::bigint, ${seed * 1000 + salt}) & 1073741823)::float8 / 1073741824)`
}

/**
 * Every issue has one event, the others fall so that the first issues have by far the most. An issue lives from its first
 * sight to its last; each twentieth has half of its events in the last day.
 */
export function* eventRows({ seed, events, issues, now, payload, place }) {
  const r = (salt) => chance('n', salt, seed)
  const ofIssue = (salt) => chance('k', salt, seed)
  const at = `timestamptz '${now.toISOString()}'`
  yield [
    'events are thought of',
    `create unlogged table bench_events as
     select n, k, at, (at at time zone 'UTC')::date as day, environment, release, user_key, browser, os, url, server
     from (
       select n, k,
         date_trunc('milliseconds', case
           when k % 20 = 0 and ${r(5)} < 0.5 then ${at} - ${r(6)} * interval '1 day'
           else ${at} - (first_age + (last_age - first_age) * ${r(4)}) * interval '1 second'
         end) as at,
         case when ${r(7)} < 0.8 then 'production' when ${r(7)} < 0.95 then 'staging' else 'development' end as environment,
         'shop@' || (2 + k % 3) || '.' || floor(60 * ${r(8)} ^ 2)::int || '.0' as release,
         case when ${r(9)} < 0.7 then 'id:' || floor(20000 ^ ${r(10)})::int end as user_key,
         (array['Chrome', 'Chrome', 'Chrome', 'Firefox', 'Safari', 'Edge', 'Opera'])[1 + floor(7 * ${r(11)})::int] as browser,
         (array['Windows', 'Windows', 'macOS', 'Linux', 'iOS', 'Android'])[1 + floor(6 * ${r(12)})::int] as os,
         'https://shop.example.com/' || floor(2000 ^ ${r(13)})::int as url,
         'web-' || floor(40 * ${r(14)})::int as server
       from (
         select n, k, first_age, first_age * (case when ${ofIssue(3)} < 0.5 then 0 else ${ofIssue(15)} end) as last_age
         from (
           select n, k, ${30 * DAY_SECONDS - 60} * ${ofIssue(2)} ^ 0.7 as first_age
           from (
             select n, case when n <= ${issues} then n else least(${issues}, floor(${issues} ^ ${r(1)}))::bigint end as k
             from generate_series(1, ${events}) as n
           ) as numbered
         ) as begun
       ) as lived
     ) as happened`,
  ]
  const hex = payload.toString('hex')
  yield [
    'events are stored',
    `insert into events (organization_id, project_id, day, event_id, id, issue_id, type, level, title, culprit, platform,
       environment, release, received_at, timestamp, payload_encoding, payload, hash, user_key)
     select ${place.organizationId}, i.project_id, e.day, md5('${seed}:' || e.n)::uuid,
       (lpad(to_hex(floor(extract(epoch from e.at) * 1000)::bigint), 12, '0') || '7' ||
         substr(md5('${seed}-' || e.n), 1, 3) || '8' || substr(md5('${seed}-' || e.n), 4, 15))::uuid,
       1000 + e.k, 'error', i.level, i.title, i.culprit, i.platform, e.environment, e.release, e.at, e.at, 'gzip',
       '\\x${hex}'::bytea, 'h' || e.k, e.user_key
     from bench_events e
     join bench_issues i on i.k = e.k
     order by e.day, e.at`,
  ]
}

const TAGS = {
  environment: 'environment',
  release: 'release',
  browser: `browser || ' ' || (100 + n % 30)`,
  'browser.name': 'browser',
  'os.name': 'os',
  url: 'url',
  server_name: 'server',
  user: 'user_key',
  // Of few issues, for what is rare.
  customer: `case when k % 500 = 7 then 'customer-' || n % 9 end`,
}

/** Everything that counts events, as it would be had they come one after the other. */
export function* derivedTables({ organizationId }) {
  for (const [key, value] of Object.entries(TAGS))
    yield [
      `tag ${key}`,
      `insert into issue_tags (organization_id, issue_id, key, value, count, last_seen_at, weight)
       select ${organizationId}, 1000 + k, '${key}', value, count(*), max(at),
         case when count(*) < 16 then 0 else floor(log(2, count(*)::numeric) + 1e-9)::int - 3 end
       from (select k, at, ${value} as value from bench_events) as tagged
       where value is not null
       group by k, value
       order by k, value collate "C"`,
    ]
  yield [
    'users',
    `insert into issue_users (organization_id, issue_id, user_key)
     select distinct ${organizationId}, 1000 + k, user_key from bench_events where user_key is not null order by 2, 3`,
  ]
  yield [
    'hours',
    `insert into issue_hourly (organization_id, issue_id, hour, count)
     select ${organizationId}, 1000 + k, date_trunc('hour', at, 'UTC'), count(*) from bench_events group by 2, 3 order by 2, 3`,
  ]
  yield [
    'what projects have',
    `insert into environments (organization_id, project_id, name)
     select distinct ${organizationId}, i.project_id, e.environment from bench_events e join bench_issues i using (k);
     insert into project_releases (organization_id, project_id, version, first_seen_at)
     select ${organizationId}, i.project_id, e.release, min(e.at)
     from bench_events e join bench_issues i using (k) group by 2, 3;
     insert into project_days as d (organization_id, project_id, day, events, payloads, bytes)
     select organization_id, project_id, day, count(*), count(*), sum(octet_length(payload))
     from events group by 1, 2, 3
     on conflict (organization_id, project_id, day) do update
     set events = excluded.events, payloads = excluded.payloads, bytes = excluded.bytes;
     insert into project_outcomes as o (organization_id, project_id, hour, category, outcome, reason, quantity)
     select ${organizationId}, i.project_id, date_trunc('hour', e.at, 'UTC'), 'error', 'accepted', '', count(*)
     from bench_events e join bench_issues i using (k) group by 2, 3
     on conflict (organization_id, project_id, hour, category, outcome, reason) do update
     set quantity = o.quantity + excluded.quantity;
     insert into issue_hashes (organization_id, project_id, hash, issue_id)
     select ${organizationId}, project_id, 'h' || k, 1000 + k from bench_issues`,
  ]
}

/** Issues with their states; the people of the place look after some. */
export function* issueRows({ seed, place, now }) {
  const { organizationId, userIds, teamId } = place
  const r = (salt) => chance('i.k', salt, seed)
  const people = `(array[${userIds.join()}]::bigint[])`
  yield [
    'issues are stored',
    `insert into issues (id, organization_id, project_id, short_id, type, level, title, culprit, metadata, platform, status,
       status_details, priority, count, user_count, first_seen_at, last_seen_at, resolved_at, first_release, last_release,
       assignee_user_id, assignee_team_id, trend)
     select 1000 + i.k, ${organizationId}, i.project_id,
       row_number() over (partition by i.project_id order by e.first_seen_at) + 1, 'error', i.level, i.title, i.culprit,
       i.metadata, i.platform,
       case when ${r(20)} < 0.7 then 'unresolved' when ${r(20)} < 0.9 then 'resolved' else 'ignored' end,
       case when ${r(20)} >= 0.98 then '{"kind": "escalating"}'::jsonb end,
       case when i.level = 'fatal' or (i.level = 'error' and i.is_unhandled) then 3
         when i.level in ('error', 'warning') then 2 else 1 end,
       e.count, coalesce(u.count, 0), e.first_seen_at, e.last_seen_at,
       case when ${r(20)} between 0.7 and 0.9 then timestamptz '${now.toISOString()}' - ${r(21)} * interval '20 days' end,
       e.first_release, e.last_release,
       case when ${r(22)} < 0.1 then ${people}[1 + floor(${userIds.length} * ${r(23)})::int] end,
       case when ${r(22)} between 0.1 and 0.13 then ${teamId} end, 0
     from bench_issues i
     join (
       select k, count(*) as count, min(at) as first_seen_at, max(at) as last_seen_at,
         (array_agg(release order by at))[1] as first_release, (array_agg(release order by at desc))[1] as last_release
       from bench_events group by k
     ) as e using (k)
     left join (select issue_id, count(*) as count from issue_users group by issue_id) as u on u.issue_id = 1000 + i.k;
     select setval(pg_get_serial_sequence('issues', 'id'), (select max(id) from issues));
     update project_counters c set issues = n.count + 1
     from (select project_id, count(*) from bench_issues group by project_id) as n where n.project_id = c.project_id`,
  ]
  yield [
    'what search looks through',
    `insert into issue_search (organization_id, issue_id, text) select ${organizationId}, 1000 + k, text from bench_issues`,
  ]
  yield [
    'marks',
    `insert into issue_marks (organization_id, issue_id, user_id, seen_at, is_bookmarked, is_subscribed)
     select ${organizationId}, 1000 + i.k, ${userIds[0]}, timestamptz '${now.toISOString()}', i.k % 250 = 3, i.k % 100 = 3
     from bench_issues i where i.k % 10 = 3;
     insert into issue_activity (organization_id, issue_id, kind, user_id, via, at, data)
     select ${organizationId}, 1000 + i.k, 'note', ${userIds[0]}, 'web', timestamptz '${now.toISOString()}',
       '{"text": "looking at it", "mentions": []}'
     from bench_issues i where i.k % 25 = 1`,
  ]
}
