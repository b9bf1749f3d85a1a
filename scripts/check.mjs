// The gate before publishing: `npm run check`, or some steps of it: `npm run check -- types knip`.
// Stops at the first step that fails. Tests are not among the steps: `npm test` runs them.
import { describeClient } from '../packages/core/build/describe-client.mjs'
import { CheckFailed } from './check/run.mjs'
import { steps } from './check/steps.mjs'

const wanted = process.argv.slice(2).filter((arg) => !arg.startsWith('--'))
const unknown = wanted.filter((name) => !steps.some((step) => step.name === name))
if (unknown.length > 0) {
  console.error(
    `check: no step is called ${unknown.join(', ')}; there are ${steps.map((step) => step.name).join(', ')}`,
  )
  process.exit(2)
}

const startedAt = Date.now()
await describeClient()
const toRun = wanted.length === 0 ? steps : steps.filter((step) => wanted.includes(step.name))
for (const step of toRun) {
  process.stdout.write(`${step.name.padEnd(10)} ${step.says} … `)
  const stepStartedAt = Date.now()
  try {
    const found = await step.run({ write: process.argv.includes('--write') })
    console.log(`ok, ${seconds(stepStartedAt)}${found === undefined ? '' : `: ${found}`}`)
  } catch (error) {
    console.log(`failed, ${seconds(stepStartedAt)}`)
    console.error(error instanceof CheckFailed ? error.message : error)
    console.error(`\nAgain, alone: npm run check -- ${step.name}`)
    process.exit(1)
  }
}
console.log(`${toRun.length} ${toRun.length === 1 ? 'step' : 'steps'} passed in ${seconds(startedAt)}`)

function seconds(since) {
  return `${((Date.now() - since) / 1000).toFixed(1)} s`
}
