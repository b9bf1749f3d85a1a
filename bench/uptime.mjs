// `node bench/uptime.mjs`: how late checks begin. Watches local targets in this process, prints one JSON line a variant.
import { parseArgs } from 'node:util'
import { obtainCluster } from './lib/cluster.mjs'
import { measureWatch } from './uptime/measure.mjs'

const USAGE = `node bench/uptime.mjs [options]
  --monitors N       how many are watched (10,000)
  --interval N       seconds between checks of each (60)
  --seconds N        how long it is measured (120)
  --variant a,b,…    plain: all answer; hanging: 1,000 never do; dead-dns: half of them have names, and the name server
                     says nothing (plain,hanging,dead-dns)`

const { values } = parseArgs({
  options: {
    monitors: { type: 'string', default: '10000' },
    interval: { type: 'string', default: '60' },
    seconds: { type: 'string', default: '120' },
    variant: { type: 'string', default: 'plain,hanging,dead-dns' },
    help: { type: 'boolean', default: false },
  },
})

if (values.help) console.log(USAGE)
else {
  const cluster = await obtainCluster()
  try {
    for (const variant of values.variant.split(',')) {
      const about = { variant, monitors: Number(values.monitors), intervalSeconds: Number(values.interval) }
      console.log(JSON.stringify(await measureWatch(cluster.url, { ...about, seconds: Number(values.seconds) })))
    }
  } finally {
    await cluster.stop()
  }
}
