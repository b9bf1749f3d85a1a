import type { Counted, Distributed, Distribution, Labels, Sample } from './family.js'

/** What is known of an instrument before anything was measured. */
export interface Description<Label extends string> {
  readonly name: string
  readonly help: string
  readonly labels: readonly Label[]
}

/** Goes up only. Give values of labels in the order of the description. */
export interface Counter {
  add(amount: number, ...values: readonly string[]): void
  family(): Counted
}

export interface Histogram {
  observe(value: number, ...values: readonly string[]): void
  family(): Distributed
}

export interface Gauge {
  set(value: number, ...values: readonly string[]): void
  family(): Counted
}

/** Values of labels come from fixed sets; what would be more all the same becomes one series, so that memory is bounded. */
const MAX_SERIES = 4_000
const OTHER = 'other'

/** Seconds of an answer or of a piece of work. */
const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.4, 0.5, 0.75, 1, 2.5, 5, 10] as const

export function createCounter(about: Description<string>): Counter {
  const series = createSeries(about, () => ({ value: 0 }))
  return {
    add: (amount, ...values) => {
      series.of(values).value += amount
    },
    family: () => counted(about, 'counter', series.list()),
  }
}

export function createGauge(about: Description<string>): Gauge {
  const series = createSeries(about, () => ({ value: 0 }))
  return {
    set: (value, ...values) => {
      series.of(values).value = value
    },
    family: () => counted(about, 'gauge', series.list()),
  }
}

/** `bounds` ascend and are finite. */
export function createHistogram(about: Description<string>, bounds: readonly number[] = SECONDS): Histogram {
  const series = createSeries(about, () => ({ counts: new Array<number>(bounds.length + 1).fill(0), sum: 0 }))
  return {
    observe: (value, ...values) => {
      const one = series.of(values)
      let at = 0
      while (at < bounds.length && value > bounds[at]!) at += 1
      one.counts[at]! += 1
      one.sum += value
    },
    family: () => ({
      name: about.name,
      help: about.help,
      type: 'histogram',
      samples: series
        .list()
        .map(([labels, { counts, sum }]): Distribution => ({ labels, bounds, counts: [...counts], sum })),
    }),
  }
}

function counted(
  { name, help }: Description<string>,
  type: Counted['type'],
  series: readonly (readonly [Labels, { readonly value: number }])[],
): Counted {
  return { name, help, type, samples: series.map(([labels, { value }]): Sample => ({ labels, value })) }
}

function createSeries<T>({ labels: names }: Description<string>, make: () => T) {
  const all = new Map<string, { readonly labels: Labels; readonly state: T }>()
  const add = (key: string, values: readonly string[]) => {
    const labels = Object.fromEntries(names.map((name, index) => [name, values[index] ?? '']))
    const one = { labels, state: make() }
    all.set(key, one)
    return one
  }
  // What has no labels is there from the start, so that a rate is known from the first time on.
  if (names.length === 0) add('', [])
  return {
    of: (values: readonly string[]): T => {
      const key = values.length === 1 ? values[0]! : values.join('\0')
      const present = all.get(key)
      if (present !== undefined) return present.state
      if (all.size < MAX_SERIES) return add(key, values).state
      const others = names.map(() => OTHER)
      return (all.get(others.join('\0')) ?? add(others.join('\0'), others)).state
    },
    list: () => [...all.values()].map(({ labels, state }) => [labels, state] as const),
  }
}
