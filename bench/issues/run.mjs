// How fast the issues of a large organization are found and changed: `npm run bench -- --issues`.
import pg from 'pg'
import { obtainCluster } from '../lib/cluster.mjs'
import { fill } from './fill.mjs'
import { measureAll } from './measure.mjs'

/** What happened ends then, so that a database that was filled once serves again. */
const NOW = new Date('2026-06-15T13:20:00.000Z')

/** Prints one JSON line a question. */
export async function benchIssues({ seed, events, issues, only, rounds, withPlans, keep }) {
  const cluster = await obtainCluster()
  const name = `mishap_bench_issues_${seed}_${events}_${issues}`
  const url = new URL(cluster.url)
  url.pathname = `/${name}`
  try {
    await makeDatabase(cluster.url, name)
    const pool = new pg.Pool({ connectionString: url.href, max: 4 })
    pool.on('error', () => undefined)
    try {
      if (await isFilled(pool)) console.error(`${name} is there from another run; drop it to have it filled anew`)
      else await fillWhole(pool, { seed, events, issues, now: NOW, say: stopwatch() })
      for await (const line of measureAll(pool, { now: NOW, only, rounds, withPlans }))
        console.log(JSON.stringify(line))
    } finally {
      await pool.end()
    }
    if (!keep) await ask(cluster.url, `drop database ${name} with (force)`)
  } finally {
    await cluster.stop()
  }
}

const FILLED = 'filled by the benchmark'

async function isFilled(pool) {
  const { rows } = await pool.query(`select obj_description(to_regnamespace('mishap'), 'pg_namespace') as said`)
  return rows[0].said === FILLED
}

/** Begins anew where somebody gave up in the middle. */
async function fillWhole(pool, about) {
  await pool.query('drop schema if exists mishap cascade')
  await fill(pool, about)
  await pool.query(`comment on schema mishap is '${FILLED}'`)
}

async function makeDatabase(url, name) {
  const found = await ask(url, `select 1 from pg_database where datname = '${name}'`)
  if (found.length === 0) await ask(url, `create database ${name}`)
}

async function ask(url, text) {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(text)).rows
  } finally {
    await client.end()
  }
}

function stopwatch() {
  let last = Date.now()
  return (what) => {
    console.error(`${((Date.now() - last) / 1000).toFixed(1).padStart(6)} s  ${what}`)
    last = Date.now()
  }
}
