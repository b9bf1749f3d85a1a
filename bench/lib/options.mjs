import { parseArgs } from 'node:util'
import { NAMES } from './scenarios.mjs'

export const USAGE = `npm run bench -- [options]
  --scenario ${NAMES.slice(0, 4).join()},…
                               what is sent: ${NAMES.join(', ')}
                               (errors-25k); see bench/lib/scenarios.mjs
  --target postgres,embedded   databases to measure against (embedded)
  --requests N                 in each round, instead of the scenario's number
  --rounds N                   instead of the scenario's number
  --connections N              keep-alive connections, each with one request at a time
  --rate N                     open loop: N requests a second whatever the server does
  --rest N                     seconds to wait at the end before memory is read
  --threads N                  threads that prepare events, instead of the server's own choice; 0 for none
  --cpu-prof DIR               write a CPU profile of each server into DIR
  --micro                      single stages instead of a server: prepare, journal, persist
  --issues                     searching and changing many issues instead of a server, with
    --events N --issue-count N   how many (1,000,000 in 50,000), --seed N (1)
    --only name,…                questions of bench/issues/questions.mjs; all of them without
    --plans                      how PostgreSQL answers them, too
    --keep                       leave the filled database for the next run`

/** Throws a sentence for people where an option cannot be used. */
export function readOptions(args) {
  const { values } = parseArgs({
    args,
    options: {
      scenario: { type: 'string', default: 'errors-25k' },
      target: { type: 'string', default: 'embedded' },
      requests: { type: 'string' },
      rounds: { type: 'string' },
      connections: { type: 'string' },
      rate: { type: 'string' },
      threads: { type: 'string' },
      rest: { type: 'string' },
      'cpu-prof': { type: 'string' },
      micro: { type: 'boolean', default: false },
      issues: { type: 'boolean', default: false },
      events: { type: 'string' },
      'issue-count': { type: 'string' },
      seed: { type: 'string' },
      only: { type: 'string' },
      plans: { type: 'boolean', default: false },
      keep: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  const scenarios = values.scenario.split(',')
  for (const name of scenarios)
    if (!NAMES.includes(name)) throw new Error(`--scenario: wanted some of ${NAMES.join()}, found ${name}`)
  const targets = values.target.split(',')
  for (const target of targets)
    if (target !== 'postgres' && target !== 'embedded')
      throw new Error(`--target: wanted postgres or embedded, found ${target}`)
  return {
    isHelp: values.help,
    isMicro: values.micro,
    isIssues: values.issues,
    issues: {
      seed: positive('--seed', values.seed) ?? 1,
      events: positive('--events', values.events) ?? 1_000_000,
      issues: positive('--issue-count', values['issue-count']) ?? 50_000,
      rounds: positive('--rounds', values.rounds) ?? 20,
      only: values.only?.split(',') ?? null,
      withPlans: values.plans,
      keep: values.keep,
    },
    targets,
    scenarios,
    changes: {
      requests: positive('--requests', values.requests),
      rounds: positive('--rounds', values.rounds),
      connections: positive('--connections', values.connections),
      perSecond: positive('--rate', values.rate),
      restSeconds: positive('--rest', values.rest),
    },
    threads: values.threads ?? null,
    cpuProfileDir: values['cpu-prof'] ?? null,
  }
}

function positive(name, text) {
  if (text === undefined) return undefined
  const value = Number(text)
  if (!(value > 0)) throw new Error(`${name}: wanted a number above 0, found ${text}`)
  return value
}
