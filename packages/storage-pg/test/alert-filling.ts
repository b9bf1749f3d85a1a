import type pg from 'pg'
import { withoutReferences } from './without-references.js'

/** A twentieth of everything is of the first organization; the last one is new, and has nothing. */
const SIZES = { organizations: 50, projects: 1_500, alerts: 3_000, deliveries: 60_000, issues: 12_000 } as const
/** The times of it end then. */
export const END = new Date('2026-06-15T12:00:00.000Z')

/** What organizations with many alerts have after a month: their log, what is due, waits, is muted, open and linked elsewhere. */
export async function fillAlerts(pool: pg.Pool, s: string): Promise<void> {
  const { organizations, projects, alerts, deliveries, issues } = SIZES
  const end = `timestamptz '${END.toISOString()}'`
  const subject = (kind: string) =>
    `'{"kind": "${kind}", "monitorId": "1", "trigger": "new_issue", "issueIds": ["1"], "count": 1}'::json`
  await pool.query(`
    set local synchronous_commit = off;
    set local search_path = ${s};
    ${withoutReferences(s)}
    insert into organizations (id, name, slug) select n, 'o' || n, 'o' || n from generate_series(1, ${organizations}) n;
    insert into projects (id, organization_id, name, slug)
    select n, case when n % 20 = 0 then 1 else 2 + n % (${organizations} - 2) end, 'p' || n, 'p' || n
    from generate_series(1, ${projects}) n;
    insert into project_alerts (id, organization_id, project_id, name, timespan_minutes, quantity, triggers)
    overriding system value
    select n, p.organization_id, p.id, '', 5, 10, '{new_issue,quota}'
    from generate_series(1, ${alerts}) n join projects p on p.id = (n + 1) / 2;
    insert into alert_recipients (id, alert_id, kind, url, tags, config, position)
    overriding system value
    select n, (n + 1) / 2, case n % 2 when 0 then 'pagerduty' else 'slack' end, n::text, '[]', '{}', n % 2
    from generate_series(1, 2 * ${alerts}) n;
    insert into deliveries (alert_id, recipient_id, subject, created_at, state, next_attempt_at, attempted_at)
    select (r + 1) / 2, r, case when n % 10 = 0 then ${subject('monitor')} else ${subject('issues')} end,
      ${end} - (${deliveries} - n) * interval '10 seconds',
      case when n % 100 = 0 then 'failed' when n % 10 = 1 then 'pending' else 'sent' end,
      case when n % 10 = 1 or n % 1000 = 10 then ${end} + (n % 5000) * interval '1 second' end,
      case when n % 10 <> 1 then ${end} - (${deliveries} - n) * interval '10 seconds' end
    from generate_series(1, ${deliveries}) n
    cross join lateral (select 1 + abs(hashint4(n)) % (2 * ${alerts}) as r) as recipient;
    insert into issues (id, organization_id, project_id, short_id, type, level, title, culprit, metadata, platform, status, count,
      user_count, first_seen_at, last_seen_at)
    overriding system value
    select n, p.organization_id, p.id, n, 'error', 'error', '', '', '{}', '', case n % 4 when 0 then 'resolved' else 'unresolved' end,
      1, 0, ${end} - n * interval '1 minute', ${end} - n * interval '1 minute'
    from generate_series(1, ${issues}) n join projects p on p.id = 1 + n % ${projects};
    insert into events (organization_id, project_id, day, event_id, id, issue_id, type, level, title, culprit, platform, received_at,
      timestamp, payload_encoding, payload, user_key)
    select i.organization_id, i.project_id, (at at time zone 'UTC')::date, gen_random_uuid(), gen_random_uuid(), i.id, '', '', '', '', '',
      at, at, '', '', 'u' || n % 50
    from (values (19, 4000), (39, 100), (1519, 1000)) as busy(issue_id, events)
    join issues i on i.id = busy.issue_id, generate_series(1, busy.events) n,
      lateral (select ${end} - n * interval '30 seconds' as at) as its;
    insert into alert_notices (alert_id, issue_id, at, look_at)
    select 2 * project_id, id, last_seen_at, case when id % 50 = 0 then ${end} + id * interval '1 second' end from issues;
    insert into mutes (organization_id, project_id, issue_id, created_at)
    select organization_id, project_id, id, last_seen_at from issues where organization_id = 1 order by id limit 1900;
    insert into mutes (organization_id, project_id, created_at)
    select organization_id, id, ${end} from projects where organization_id > 1 and id % 2 = 0;
    insert into alert_alarms (recipient_id, key, issue_id, next_at)
    select 4 * project_id, id || '-' || n, id, ${end} from issues, generate_series(1, 3) n
    where status = 'unresolved' and id % 2 = 1;
    insert into integrations (id, organization_id, kind, name, url, account, closes_linked, resolves_issues, template_title,
      template_body, created_at)
    overriding system value
    select n, 1 + n % ${organizations}, 'github', '', '', '', true, true, '', '', ${end} from generate_series(1, 500) n;
    insert into issue_links (organization_id, issue_id, integration_id, kind, key, created_at, settled_resolved)
    select organization_id, id, organization_id, 'github', '#' || id || '-' || n, ${end}, status = 'resolved'
    from issues, generate_series(1, 3) n;
    insert into integration_hooks (integration_id, delivery, at)
    select 1 + n % 500, 'd' || n, ${end} - n * interval '10 seconds' from generate_series(1, 5000) n;
    insert into channels (key, state, used_at) select 'c' || n, '{}', ${end} - n * interval '10 minutes' from generate_series(1, 5000) n;
    insert into channel_outages (key, organization_id, alert_id, kind, target, error, since, news, news_due_at)
    select 'c' || a.id, a.organization_id, a.id, 'slack', '', '', ${end}, case when a.id % 100 = 0 then 'failing' end,
      case when a.id % 100 = 0 then ${end} end
    from project_alerts a`)
  // Visible to all, so that indexes alone answer.
  for (const table of FILLED.split(/\s+/)) await pool.query(`vacuum analyze ${s}.${table}`)
}

const FILLED = `organizations projects project_alerts alert_recipients deliveries issues events alert_notices mutes
  alert_alarms integrations issue_links integration_hooks channels channel_outages`
