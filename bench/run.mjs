// `npm run bench`: what the server takes, stores and costs. Prints one JSON line a scenario; see bench/README.md.
import { availableParallelism, cpus } from 'node:os'
import { obtainCluster } from './lib/cluster.mjs'
import { readOptions, USAGE } from './lib/options.mjs'
import { runScenario } from './lib/scenario.mjs'
import { scenarioOf } from './lib/scenarios.mjs'

try {
  const options = readOptions(process.argv.slice(2))
  if (options.isHelp) console.log(USAGE)
  else if (options.isMicro) await import('./micro/run.mjs')
  else if (options.isIssues) await (await import('./issues/run.mjs')).benchIssues(options.issues)
  else await runAll(options)
} catch (error) {
  console.error(
    error instanceof TypeError && error.code?.startsWith('ERR_PARSE_ARGS') ? `${error.message}\n\n${USAGE}` : error,
  )
  process.exitCode = 1
}

async function runAll(options) {
  console.error(
    `node ${process.version}, ${availableParallelism()} × ${cpus()[0]?.model}, sender and databases on the same machine`,
  )
  const cluster = options.targets.includes('postgres') ? await obtainCluster() : null
  try {
    for (const target of options.targets)
      for (const name of options.scenarios) {
        const scenario = scenarioOf(name, options.changes)
        const about = { target, scenario, options, cluster: target === 'postgres' ? cluster : null }
        console.log(JSON.stringify(await runScenario(about)))
      }
  } finally {
    await cluster?.stop()
  }
}
