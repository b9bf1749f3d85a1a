// Single stages of the ingest path, without a server: `npm run bench -- --micro`.
// One JSON line each, in microseconds: `us` by the clock, `cpuUs` of this process.
import { group } from './group.mjs'
import { journal } from './journal.mjs'
import { persist } from './persist.mjs'
import { prepare } from './prepare.mjs'

for (const sizeKb of [10, 25, 50])
  for (const bench of [prepare, group, journal, persist])
    for await (const line of bench(sizeKb)) console.log(JSON.stringify({ sizeKb, ...line }))
