// `node bench/alert-rules.mjs`: how soon rules answer, and what they cost the storing of events. Prints one JSON line.
import { parseArgs } from 'node:util'
import { measureRules } from './alerts/rules.mjs'
import { obtainCluster } from './lib/cluster.mjs'

const { values } = parseArgs({
  options: {
    rules: { type: 'string', default: '50' },
    issues: { type: 'string', default: '2000' },
    rate: { type: 'string', default: '1000' },
    seconds: { type: 'string', default: '30' },
    help: { type: 'boolean', default: false },
  },
})

if (values.help) console.log('node bench/alert-rules.mjs [--rules 50] [--issues 2000] [--rate 1000] [--seconds 30]')
else {
  const cluster = await obtainCluster()
  try {
    const options = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, Number(value)]))
    console.log(JSON.stringify(await measureRules(cluster.url, options)))
  } finally {
    await cluster.stop()
  }
}
