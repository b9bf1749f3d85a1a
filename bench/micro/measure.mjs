import { performance } from 'node:perf_hooks'

const WARM_UP_MS = 300
const ROUNDS = 5
const ROUND_MS = 200

/**
 * Microseconds for one of `units` things that each call does, by the clock (`us`) and of this process's CPU (`cpuUs`,
 * which a busy machine disturbs less). The median of some rounds after a warm-up. A call may answer a promise.
 */
export async function measure(call, units = 1) {
  await run(call, WARM_UP_MS)
  const rounds = []
  for (let round = 0; round < ROUNDS; round += 1) rounds.push(await run(call, ROUND_MS))
  const medianOf = (name) => rounds.map((round) => round[name]).sort((a, b) => a - b)[Math.floor(ROUNDS / 2)]
  return { us: threeDigits(medianOf('us') / units), cpuUs: threeDigits(medianOf('cpuUs') / units) }
}

async function run(call, forMs) {
  const startedAt = performance.now()
  const cpuBefore = process.cpuUsage()
  let calls = 0
  while (performance.now() - startedAt < forMs) {
    const answer = call(calls++)
    // Waiting for what is no promise would cost as much as the quicker stages themselves.
    if (answer instanceof Promise) await answer
  }
  const { user, system } = process.cpuUsage(cpuBefore)
  return { us: ((performance.now() - startedAt) * 1000) / calls, cpuUs: (user + system) / calls }
}

const threeDigits = (value) => Number(value.toPrecision(3))
