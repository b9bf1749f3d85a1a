/** What the clients were told: which events are safe, and how others were refused. */
export function createLedger() {
  const acknowledged = new Set()
  const refusals = new Map()
  return {
    acknowledged,
    /** `status` is null where no whole answer came. */
    note(id, status) {
      if (status === 200) acknowledged.add(id)
      else refusals.set(status, (refusals.get(status) ?? 0) + 1)
    },
    refusals: () => Object.fromEntries([...refusals].map(([status, count]) => [status ?? 'no answer', count])),
    /** Every refusal must be a 429: with another one an SDK loses the event and goes on as before. */
    mustBeKind() {
      const wrong = [...refusals.keys()].filter((status) => status !== null && status !== 429)
      if (wrong.length > 0) throw new Error(`events were refused with ${wrong.join(', ')}`)
    },
  }
}
