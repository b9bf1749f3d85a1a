import { parseArgs } from 'node:util'

/** Bounded so that all scenarios of a run without options end in less than three minutes. */
const DEFAULTS = { seconds: 5, events: 8_000, connections: 16, issues: 50, sizes: [10, 25, 50] }

export const USAGE = `npm run bench -- [options]
  --target postgres,embedded   databases to measure against (both)
  --size 10,25,50              raw size of an event in KB (${DEFAULTS.sizes})
  --seconds N                  send for at most so long (${DEFAULTS.seconds})
  --events N                   and at most so many events (${DEFAULTS.events})
  --connections N              keep-alive connections, each with one request at a time (${DEFAULTS.connections})
  --rate N                     open loop: N requests a second whatever the server does (closed loop)
  --issues N                   distinct issues that the events belong to (${DEFAULTS.issues})
  --cpu-prof DIR               write a CPU profile of each server into DIR
  --micro                      single stages instead of a server: prepare, journal, persist`

/** Throws a sentence for people where an option cannot be used. */
export function readOptions(args) {
  const { values } = parseArgs({
    args,
    options: {
      target: { type: 'string', default: 'postgres,embedded' },
      size: { type: 'string', default: DEFAULTS.sizes.join() },
      seconds: { type: 'string', default: String(DEFAULTS.seconds) },
      events: { type: 'string', default: String(DEFAULTS.events) },
      connections: { type: 'string', default: String(DEFAULTS.connections) },
      rate: { type: 'string' },
      issues: { type: 'string', default: String(DEFAULTS.issues) },
      'cpu-prof': { type: 'string' },
      micro: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  const targets = values.target.split(',')
  for (const target of targets)
    if (target !== 'postgres' && target !== 'embedded')
      throw new Error(`--target: wanted postgres or embedded, found ${target}`)
  return {
    isHelp: values.help,
    isMicro: values.micro,
    targets,
    sizes: values.size.split(',').map((size) => positive('--size', size)),
    seconds: positive('--seconds', values.seconds),
    events: positive('--events', values.events),
    connections: positive('--connections', values.connections),
    perSecond: values.rate === undefined ? null : positive('--rate', values.rate),
    issues: positive('--issues', values.issues),
    cpuProfileDir: values['cpu-prof'] ?? null,
  }
}

function positive(name, text) {
  const value = Number(text)
  if (!(value > 0)) throw new Error(`${name}: wanted a number above 0, found ${text}`)
  return value
}
