// The thread of the sources, for tests. It ends at a body in which `end this thread` stands.
const { join, resolve } = require('node:path')
const { parentPort } = require('node:worker_threads')

parentPort.on('message', ({ bodies }) => {
  if (Buffer.from(bodies).includes('end this thread')) process.exit(1)
})
process.argv.splice(
  1,
  1,
  join(__dirname, 'run-typescript.cjs'),
  resolve(__dirname, '../src/ingest/preparing/thread.ts'),
)
require('./run-typescript.cjs')
