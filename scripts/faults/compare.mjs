// What was promised beside what is stored.
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { root } from '../build-steps.mjs'
import { sleep } from './server.mjs'

const PATIENCE_MS = 75_000

/**
 * Waits until everything acknowledged is stored and the number stands still. Rejects where an event is missing or there
 * twice, or where a counter is not the number of rows.
 */
export async function compare(name, connection, acknowledged) {
  const pg = createRequire(join(root, 'apps/reference/package.json'))('pg')
  const client = new pg.Client(connection)
  await client.connect()
  try {
    const counts = await settled(client, acknowledged)
    const rows = [...counts.values()].reduce((sum, count) => sum + count, 0)
    const lost = [...acknowledged].filter((id) => !counts.has(id))
    const doubled = [...counts].filter(([, count]) => count > 1)
    console.log(
      `${name}: ${acknowledged.size} acknowledged, ${rows} stored, ${lost.length} lost, ${doubled.length} twice`,
    )
    if (lost.length > 0) throw new Error(`${lost.length} acknowledged events are lost, such as ${lost[0]}`)
    if (doubled.length > 0)
      throw new Error(`${doubled.length} events are there more than once, such as ${doubled[0][0]}`)
    for (const [counter, sql] of Object.entries(COUNTERS)) {
      const [{ count }] = (await client.query(sql)).rows
      if (Number(count) !== rows) throw new Error(`${counter} says ${count}, but there are ${rows} events`)
    }
  } finally {
    await client.end()
  }
}

const COUNTERS = {
  'the count of the issues': 'select coalesce(sum(count), 0) as count from mishap.issues',
  'the count of the hours': 'select coalesce(sum(count), 0) as count from mishap.issue_hourly',
  'the outcome accepted':
    "select coalesce(sum(quantity), 0) as count from mishap.project_outcomes where outcome = 'accepted'",
}

/** How often each event id is stored, once all that were promised are there: a dead worker's come after half a minute. */
async function settled(client, acknowledged) {
  for (const deadline = Date.now() + PATIENCE_MS; ; await sleep(1_000)) {
    const { rows } = await client.query('select event_id, count(*)::int as count from mishap.events group by event_id')
    const counts = new Map(rows.map(({ event_id: id, count }) => [id.replaceAll('-', ''), count]))
    if ([...acknowledged].every((id) => counts.has(id)) || Date.now() > deadline) return counts
  }
}
