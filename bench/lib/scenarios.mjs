/**
 * What is sent in each scenario, beside what the defaults say. Sizes are log-normal: half of the bodies are larger than
 * the median, and about two thirds lie between median / e^sigma and median * e^sigma. `kinds` are shares of requests.
 * `warmUp` requests go before, then `rounds` times `requests`; where `perSecond` is given the loop is open.
 */
const DEFAULTS = {
  kinds: { error: 1 },
  medianKb: 25,
  sigma: 0.5,
  minKb: 2,
  maxKb: 2048,
  issues: 50,
  templates: 400,
  connections: 32,
  warmUp: 6_000,
  requests: 4_000,
  rounds: 3,
  perSecond: null,
  restSeconds: 2,
}

const SCENARIOS = {
  prodmix: {
    kinds: { error: 0.55, transaction: 0.2, log: 0.1, ignored: 0.15 },
    sigma: 1.5,
    issues: 100,
    templates: 800,
  },
  'errors-25k': {},
  'errors-5k': { medianKb: 5, requests: 8_000 },
  /** More than can be stored at the same time: what the journal takes, and how long its clients wait. */
  burst: { medianKb: 5, sigma: 0, connections: 64, requests: 18_000, perSecond: 6_200 },
  /** What one process sends when nothing is scarce: batches stay small, each costs its statements. */
  steady: { requests: 3_000, perSecond: 150 },
  settle: { sigma: 0, requests: 8_000, rounds: 1, restSeconds: 30 },
  hot: { medianKb: 5, issues: 1, requests: 10_000, templates: 50 },
  spread: { medianKb: 5, issues: 10_000, requests: 10_000, templates: 10_000, warmUp: 10_000 },
}

export const NAMES = Object.keys(SCENARIOS)

/** The scenario of that name, changed by what the command line says. */
export function scenarioOf(name, changes) {
  const given = Object.entries(changes).filter(([, value]) => value !== undefined)
  return { name, ...DEFAULTS, ...SCENARIOS[name], ...Object.fromEntries(given) }
}
