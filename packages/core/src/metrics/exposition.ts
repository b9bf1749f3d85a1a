import type { Distribution, Family, Labels } from './family.js'

/** How metrics are written: Prometheus' own text, or OpenMetrics, which ends with a mark. */
export type Format = 'text' | 'openmetrics'

export const CONTENT_TYPES: Readonly<Record<Format, string>> = {
  text: 'text/plain; version=0.0.4; charset=utf-8',
  openmetrics: 'application/openmetrics-text; version=1.0.0; charset=utf-8',
}

/** What an `Accept` header asks for: OpenMetrics only where it is named and not liked less than text. */
export function formatOf(accept: string | null): Format {
  const wanted = qualityOf(accept ?? '', 'application/openmetrics-text')
  return wanted > 0 && wanted >= qualityOf(accept ?? '', 'text/plain') ? 'openmetrics' : 'text'
}

/**
 * Writes families (https://prometheus.io/docs/instrumenting/exposition_formats/,
 * https://github.com/prometheus/OpenMetrics/blob/main/specification/OpenMetrics.md). Names are the same in both.
 */
export function exposition(families: readonly Family[], format: Format): string {
  const lines = families.flatMap((family) => [...headOf(family, format), ...samplesOf(family)])
  if (format === 'openmetrics') lines.push('# EOF')
  return `${lines.join('\n')}\n`
}

function headOf({ name, help, type }: Family, format: Format): readonly string[] {
  // "The MetricFamily name of a counter is without _total", says OpenMetrics; the older text wants the name of the sample.
  const family = format === 'openmetrics' && type === 'counter' ? name.replace(/_total$/, '') : name
  return [`# HELP ${family} ${escapeHelp(help, format)}`, `# TYPE ${family} ${type}`]
}

function samplesOf(family: Family): readonly string[] {
  if (family.type === 'histogram') return family.samples.flatMap((one) => distributionLines(family.name, one))
  return family.samples.map(({ labels, value }) => `${family.name}${labelText(labels)} ${numberText(value)}`)
}

function distributionLines(name: string, { labels, bounds, counts, sum }: Distribution): readonly string[] {
  const lines: string[] = []
  let within = 0
  for (const [index, count] of counts.entries()) {
    within += count
    const bound = bounds[index]
    const le = bound === undefined ? '+Inf' : boundText(bound)
    lines.push(`${name}_bucket${labelText({ ...labels, le })} ${within}`)
  }
  return [...lines, `${name}_sum${labelText(labels)} ${numberText(sum)}`, `${name}_count${labelText(labels)} ${within}`]
}

/** "1.0" and not "1": the canonical form of OpenMetrics, and what Python's clients have always written. */
function boundText(bound: number): string {
  return Number.isInteger(bound) && bound < 1e6 ? bound.toFixed(1) : String(bound)
}

function numberText(value: number): string {
  if (Number.isNaN(value)) return 'NaN'
  if (Number.isFinite(value)) return String(value)
  return value > 0 ? '+Inf' : '-Inf'
}

function labelText(labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escapeLabel(value)}"`)
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`
}

function escapeLabel(value: string): string {
  return /[\\"\n]/.test(value) ? value.replace(/\\/g, '\\\\').replace(/"/g, '\\"').replace(/\n/g, '\\n') : value
}

function escapeHelp(text: string, format: Format): string {
  const escaped = text.replace(/\\/g, '\\\\').replace(/\n/g, '\\n')
  return format === 'openmetrics' ? escaped.replace(/"/g, '\\"') : escaped
}

function qualityOf(accept: string, type: string): number {
  const qualities = accept.split(',').flatMap((entry) => {
    const [name = '', ...parameters] = entry.split(';').map((part) => part.trim().toLowerCase())
    if (name !== type) return []
    const q = parameters.find((one) => one.startsWith('q='))
    return [q === undefined ? 1 : Number(q.slice(2)) || 0]
  })
  return Math.max(0, ...qualities)
}
