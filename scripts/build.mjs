// `npm run build`: everything that is missing or stale, with type declarations.
// `-- --force` builds all of it, `-- --fast` leaves the declarations out.
import { build, stale, steps } from './build-steps.mjs'

const types = !process.argv.includes('--fast')
const todo = process.argv.includes('--force') ? steps : stale(steps, { types })
try {
  for (const step of todo) {
    const startedAt = Date.now()
    await build(step, { types })
    console.log(`${step.name.padEnd(14)} ${((Date.now() - startedAt) / 1000).toFixed(1)} s`)
  }
  console.log('everything is built')
} catch (error) {
  console.error(error.message)
  process.exit(1)
}
