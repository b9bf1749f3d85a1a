// What makes load, for `mishap bench` and for the benches of the repository.
export { readDsn } from '../dsn.js'
export { envelopeSource } from './envelopes.js'
export { makeEvent } from './events.js'
export { percentiles } from './percentiles.js'
export { seededRandom } from './random.js'
export { sendLoad } from './send.js'
