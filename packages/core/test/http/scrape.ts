type Labels = Readonly<Record<string, string>>

/** A scrape, read by what the format says and by nothing of ours. */
export interface Scrape {
  readonly names: readonly string[]
  /** `counter`, `gauge` or `histogram`; undefined for what is not there. */
  typeOf(name: string): string | undefined
  /** Of a counter or a gauge, or how many a histogram has seen; over all series that have these labels. */
  value(name: string, labels?: Labels): number
  /** The labels of every series. */
  labels(name: string): readonly Labels[]
  /** Cumulated, by their upper bound, over all series that have these labels. */
  buckets(name: string, labels?: Labels): Readonly<Record<string, number>>
}

interface Line {
  readonly name: string
  readonly labels: Labels
  readonly value: number
}

const SUFFIXES: Readonly<Record<string, readonly string[]>> = {
  counter: [''],
  gauge: [''],
  histogram: ['_bucket', '_sum', '_count'],
}

/**
 * Reads the text format 0.0.4 as strictly as its documentation allows. Throws where a sample has no type or another family's
 * name, where a series or a family stands twice, where a value is no number or a bucket is smaller than the one before.
 */
export function readScrape(text: string): Scrape {
  if (!text.endsWith('\n')) throw new Error('wanted a line feed at the end')
  const families = new Map<string, { readonly type: string; readonly lines: Line[] }>()
  const seen = new Set<string>()
  let current: { readonly name: string; readonly type: string; readonly lines: Line[] } | null = null
  for (const line of text.slice(0, -1).split('\n')) {
    const [, kind, name = '', rest = ''] = /^# (HELP|TYPE) ([a-zA-Z_:][\w:]*) (.+)$/.exec(line) ?? []
    if (kind === 'HELP') continue
    if (kind === 'TYPE') {
      if (families.has(name) || SUFFIXES[rest] === undefined) throw new Error(`wanted a family once: ${line}`)
      current = { name, type: rest, lines: [] }
      families.set(name, current)
      continue
    }
    const sample = sampleOf(line)
    const key = `${sample.name}${JSON.stringify(Object.entries(sample.labels).sort())}`
    if (seen.has(key)) throw new Error(`wanted each series once: ${line}`)
    seen.add(key)
    const own = current
    if (own === null || !SUFFIXES[own.type]?.some((suffix) => own.name + suffix === sample.name))
      throw new Error(`wanted a sample of ${own?.name}: ${line}`)
    own.lines.push(sample)
  }
  for (const { type, lines } of families.values()) if (type === 'histogram') checkBuckets(lines)

  const matching = (name: string, suffix: string, labels: Labels) =>
    (families.get(name)?.lines ?? []).filter(
      (one) =>
        one.name === name + suffix && Object.entries(labels).every(([label, value]) => one.labels[label] === value),
    )
  return {
    names: [...families.keys()],
    typeOf: (name) => families.get(name)?.type,
    value: (name, labels = {}) =>
      matching(name, families.get(name)?.type === 'histogram' ? '_count' : '', labels).reduce(
        (total, one) => total + one.value,
        0,
      ),
    labels: (name) => (families.get(name)?.lines ?? []).map((one) => one.labels),
    buckets: (name, labels = {}) => {
      const totals: Record<string, number> = {}
      for (const { labels: own, value } of matching(name, '_bucket', labels))
        totals[own.le ?? ''] = (totals[own.le ?? ''] ?? 0) + value
      return totals
    },
  }
}

function sampleOf(line: string): Line {
  const [, name = '', inner, value = ''] = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)$/.exec(line) ?? []
  const number = value === '+Inf' ? Number.POSITIVE_INFINITY : Number(value)
  if (name === '' || value === '' || (Number.isNaN(number) && value !== 'NaN')) throw new Error(`no sample: ${line}`)
  const labels: Record<string, string> = {}
  let rest = inner ?? ''
  while (rest !== '') {
    const [whole, label = '', text = ''] = /^([a-zA-Z_]\w*)="((?:[^"\\]|\\[\\n"])*)"(?:,|$)/.exec(rest) ?? []
    if (whole === undefined || labels[label] !== undefined) throw new Error(`no labels: ${line}`)
    labels[label] = text.replace(/\\(.)/g, (_, one: string) => (one === 'n' ? '\n' : one))
    rest = rest.slice(whole.length)
  }
  return { name, labels, value: number }
}

function checkBuckets(lines: readonly Line[]): void {
  const last = new Map<string, { le: number; value: number }>()
  for (const { name, labels, value } of lines) {
    const { le, ...others } = labels
    const series = JSON.stringify(others)
    const before = last.get(series)
    if (name.endsWith('_count') && before?.value !== value) throw new Error(`another count than +Inf has: ${series}`)
    if (!name.endsWith('_bucket')) continue
    const bound = le === '+Inf' ? Number.POSITIVE_INFINITY : Number(le)
    if (before !== undefined && (bound <= before.le || value < before.value)) throw new Error(`wanted more: ${series}`)
    last.set(series, { le: bound, value })
  }
}
