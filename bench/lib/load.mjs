// The sender: a process of its own, so that what it costs is not counted to the server.
// Started with the DSN and the scenario as JSON in argv; makes its bodies, then takes one line of JSON with a number of
// requests for each round on its input, and answers each with its result as one line.
import { createInterface } from 'node:readline'
import { envelopeSource, readDsn, sendLoad } from './load-parts.mjs'

const { dsn, scenario } = JSON.parse(process.argv[2])
const target = readDsn(dsn)
const source = envelopeSource(scenario)
let from = 0

console.log(JSON.stringify({ ready: true }))
for await (const line of createInterface({ input: process.stdin })) {
  const { requests, perSecond } = JSON.parse(line)
  const result = await sendLoad({ target, source, connections: scenario.connections, from, requests, perSecond })
  from += requests
  console.log(JSON.stringify({ ...result, errors: result.acceptedKinds.error ?? 0 }))
}
