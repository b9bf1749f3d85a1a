// `node bench/alerts.mjs`: a storm. Sends errors of many issues to a server with many rules and counts what a receiver is
// told: no issue twice, none lost, and few messages. Prints one JSON line; fails where that does not hold.
import { parseArgs } from 'node:util'
import { measureStorm } from './alerts/storm.mjs'
import { obtainCluster } from './lib/cluster.mjs'

const USAGE = `node bench/alerts.mjs [options]
  --rate N       events a second (5,000)
  --seconds N    how long they come (60)
  --issues N     of how many issues (500)
  --rules N      that tell of them (20)
  --connections N  that send (64)`

const { values } = parseArgs({
  options: {
    rate: { type: 'string', default: '5000' },
    seconds: { type: 'string', default: '60' },
    issues: { type: 'string', default: '500' },
    rules: { type: 'string', default: '20' },
    connections: { type: 'string', default: '64' },
    help: { type: 'boolean', default: false },
  },
})

if (values.help) console.log(USAGE)
else {
  const cluster = await obtainCluster()
  const { help: _, ...numbers } = values
  const about = Object.fromEntries(Object.entries(numbers).map(([name, text]) => [name, Number(text)]))
  try {
    const result = await measureStorm(cluster.url, about)
    console.log(JSON.stringify(result))
    if (result.lost + result.duplicates > 0) throw new Error('Issues were lost, or told of twice.')
  } catch (error) {
    console.error(error)
    process.exitCode = 1
  } finally {
    await cluster.stop()
  }
}
