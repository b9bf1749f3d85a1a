/** In milliseconds, to a hundredth. */
export function percentiles(latencies) {
  const sorted = Float64Array.from(latencies).sort()
  const at = (share) =>
    Math.round((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0) * 100) / 100
  return { p50Ms: at(0.5), p95Ms: at(0.95), p99Ms: at(0.99), maxMs: at(1) }
}
