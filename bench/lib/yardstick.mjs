import { makeEvent } from './load-parts.mjs'

const json = JSON.stringify(makeEvent({ issue: 1, variant: 1, bytes: 25_000 }))
const TIMES = 300
const ROUNDS = 5

/**
 * CPU time, in microseconds, of parsing and writing 25 KB of JSON: how fast this machine is at this moment. On a busy or
 * throttled one CPU seconds cost more, and so does this.
 */
export function yardstickUs() {
  const rounds = Array.from({ length: ROUNDS }, () => {
    const before = process.cpuUsage()
    for (let i = 0; i < TIMES; i += 1) JSON.stringify(JSON.parse(json))
    const { user, system } = process.cpuUsage(before)
    return (user + system) / TIMES
  })
  return rounds.sort((a, b) => a - b)[Math.floor(ROUNDS / 2)]
}
