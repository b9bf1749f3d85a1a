// `npm start [-- options of mishap serve]`: builds what is missing or stale, then becomes the server.
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build, root, serverSteps, stale } from './build-steps.mjs'

const todo = stale(serverSteps, { types: false })
if (todo.length > 0) {
  console.log('Building Mishap; the next start is instant …')
  try {
    await Promise.all([inTurn(todo.filter((_, i) => i % 2 === 0)), inTurn(todo.filter((_, i) => i % 2 === 1))])
  } catch (error) {
    console.error(error.message)
    process.exit(1)
  }
}

// The same process, so that signals need nobody to pass them on.
const cli = join(root, 'apps/reference/dist/cli.js')
process.argv = [process.execPath, cli, 'serve', ...process.argv.slice(2)]
await import(pathToFileURL(cli).href)

async function inTurn(steps) {
  for (const step of steps) await build(step, { types: false })
}
