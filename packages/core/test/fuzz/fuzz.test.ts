import { describe, expect, it } from '@jest/globals'
import { fuzz } from './fuzz.js'

const cases = Number(process.env.MISHAP_FUZZ_CASES || 3000)
const seed = Number(process.env.MISHAP_FUZZ_SEED || 1)
/** Of one case alone, to look at it. */
const only = process.env.MISHAP_FUZZ_CASE

/** Far above what a busy machine needs for the largest body, and far below what backtracking takes. */
const MAX_MS = 5000

describe('broken and hostile requests', () => {
  it('are answered, never with 5xx, and cost neither their siblings nor memory nor much time', async () => {
    const report = await fuzz(only === undefined ? { seed, cases } : { seed, cases: 1, from: Number(only) })
    const { slowest, statuses, events, grownMiB, peakRssMiB } = report
    if (process.env.MISHAP_FUZZ_CASES)
      process.stderr.write(
        [
          `${report.cases} cases of seed ${seed}: answers ${JSON.stringify(statuses)}, ${events} events stored`,
          `slowest: case ${slowest.index} of ${slowest.bytes} bytes, ${slowest.ms.toFixed(1)} ms; of its expressions ${slowest.regex}`,
          `memory: ${grownMiB.toFixed(1)} MiB more than before, ${peakRssMiB.toFixed(0)} MiB resident at most\n`,
        ].join('\n'),
      )
    expect(report.faults).toEqual([])
    expect(slowest.ms).toBeLessThan(MAX_MS)
    expect(grownMiB).toBeLessThan(100)
  }, 3_600_000)
})
