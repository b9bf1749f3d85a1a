// What was promised beside what is stored.
import { runCommand, sleep } from './server.mjs'
import { withClient } from './services.mjs'

/**
 * How long nothing may come before the rest counts as lost. What a worker died with is taken over half a minute later,
 * by one that looks every ten seconds.
 */
const PATIENCE_MS = 75_000

/**
 * Waits until everything acknowledged is stored and the number stands still, and answers the figures. Rejects where an
 * event is missing or there twice, or where a counter is not the number of rows.
 */
export async function compare({ databaseUrl, ledger, buffer }) {
  ledger.mustBeKind()
  return withClient(databaseUrl, async (client) => {
    const settledSeconds = await settled(client, ledger.acknowledged)
    // What nobody was promised may still come while we look.
    await client.query('begin isolation level repeatable read')
    const counts = await timesStored(client)
    const stored = [...counts.values()].reduce((sum, count) => sum + count, 0)
    const lost = [...ledger.acknowledged].filter((id) => !counts.has(id))
    const twice = [...counts].filter(([, count]) => count > 1)
    const figures = {
      acknowledged: ledger.acknowledged.size,
      stored,
      lost: lost.length,
      twice: twice.length,
      settledSeconds,
      refusals: ledger.refusals(),
    }
    if (lost.length + twice.length > 0) {
      const about = { ...figures, such: lost[0] ?? twice[0][0], aside: await asideOf(buffer) }
      throw new Error(`not every acknowledged event is there exactly once: ${JSON.stringify(about)}`)
    }
    for (const [fault, sql] of Object.entries(FAULTS)) {
      const { rows } = await client.query(sql)
      if (rows.length > 0) throw new Error(`${fault}: ${JSON.stringify(rows.slice(0, 3))}`)
    }
    return figures
  })
}

/** The real SDK, which sends none, has a release. */
const NO_SESSION = `
  select event_id from mishap.events e
  where release is null and not exists (select from mishap.session_states s where s.session_id = e.event_id)`

/** Each finds rows only where a counter and what it counts disagree. */
const FAULTS = {
  'the count of an issue is not the number of its events': `
    select i.id, i.count, e.count as events
    from mishap.issues i
    full join (select issue_id, count(*) from mishap.events group by 1) e on e.issue_id = i.id
    where i.count is distinct from e.count`,
  'the users of an issue are not counted right': `
    select i.id, i.user_count, u.count as users
    from mishap.issues i
    left join (select issue_id, count(*) from mishap.issue_users group by 1) u on u.issue_id = i.id
    where i.user_count <> coalesce(u.count, 0)`,
  'the hours of an issue are not those of its events': `
    select h.issue_id, h.hour, h.count, e.count as events
    from mishap.issue_hourly h
    full join (select issue_id, date_trunc('hour', received_at, 'UTC') as hour, count(*) from mishap.events group by 1, 2) e
      on e.issue_id = h.issue_id and e.hour = h.hour
    where h.count is distinct from e.count`,
  'the hours of a project are not those of its events': `
    select o.hour, o.count, e.count as events
    from (
      select hour, sum(quantity) as count from mishap.project_outcomes
      where outcome = 'accepted' and category in ('default', 'error') group by 1
    ) o
    full join (select date_trunc('hour', received_at, 'UTC') as hour, count(*) from mishap.events group by 1) e
      on e.hour = o.hour
    where o.count is distinct from e.count`,
  'a tag of all events is not counted as often as there are events': `
    select t.issue_id, t.count, e.count as events
    from (select issue_id, sum(count) as count from mishap.issue_tags where key = 'ledger' group by 1) t
    full join (select issue_id, count(*) from mishap.events group by 1) e on e.issue_id = t.issue_id
    where t.count is distinct from e.count`,
  'the sessions of a release are not counted right': `
    select h.hour, h.count, s.count as sessions
    from (
      select hour, sum(healthy + errored + abnormal + crashed) as count from mishap.release_health
      where release = 'faults-http@1' group by 1
    ) h
    full join (
      select hour, count(*) from mishap.session_states where release = 'faults-http@1' group by 1
    ) s on s.hour = h.hour
    where h.count is distinct from s.count`,
  'an event has no session': NO_SESSION,
  'an attachment is there more than once': `
    select event_id, count(*) from mishap.attachments group by 1 having count(*) > 1`,
  'an event lies in the partition of another day': `
    select event_id, day, received_at from mishap.events where day <> (received_at at time zone 'UTC')::date`,
}

/** Resolves once all that were promised are there and no more come; answers how long the last of the promised took. */
async function settled(client, acknowledged) {
  const from = performance.now()
  let before = -1
  let wholeAfter = null
  for (let deadline = Date.now() + PATIENCE_MS; Date.now() < deadline; await sleep(1_000)) {
    const counts = await timesStored(client)
    if (counts.size !== before) deadline = Date.now() + PATIENCE_MS
    // Sessions are stored behind the events of their requests: a worker may have died in between.
    const isWhole = [...acknowledged].every((id) => counts.has(id)) && (await client.query(NO_SESSION)).rowCount === 0
    if (isWhole) {
      wholeAfter ??= Math.round((performance.now() - from) / 1000)
      if (counts.size === before) return wholeAfter
    }
    before = counts.size
  }
  return wholeAfter
}

async function timesStored(client) {
  const { rows } = await client.query('select event_id, count(*)::int as count from mishap.events group by event_id')
  return new Map(rows.map(({ event_id: id, count }) => [id.replaceAll('-', ''), count]))
}

async function asideOf(buffer) {
  try {
    return (await runCommand(['buffer', 'dead'], buffer)).dead.map(({ error }) => error)
  } catch (error) {
    // Only said with another fault.
    return String(error).slice(0, 200)
  }
}
