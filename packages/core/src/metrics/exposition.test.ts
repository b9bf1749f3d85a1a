import { describe, expect, it } from '@jest/globals'
import { exposition, formatOf } from './exposition.js'
import type { Family } from './family.js'
import { createCounter, createHistogram } from './instruments.js'

const FAMILIES: readonly Family[] = [
  { name: 'a_total', help: 'A "b"\nc\\d', type: 'counter', samples: [{ labels: { x: 'q"\\\n' }, value: 2 }] },
  { name: 'g', help: 'G', type: 'gauge', samples: [{ labels: {}, value: Number.NaN }] },
  {
    ...{ name: 'h', help: 'H', type: 'histogram' },
    samples: [{ labels: { k: 'v' }, bounds: [0.5, 1], counts: [1, 0, 2], sum: 7.25 }],
  },
]

const SAMPLES_OF_H = [
  'h_bucket{k="v",le="0.5"} 1',
  'h_bucket{k="v",le="1.0"} 1',
  'h_bucket{k="v",le="+Inf"} 3',
  'h_sum{k="v"} 7.25',
  'h_count{k="v"} 3',
]

describe('metrics as text', () => {
  it('are those of Prometheus', () => {
    expect(exposition(FAMILIES, 'text').split('\n')).toEqual([
      ...['# HELP a_total A "b"\\nc\\\\d', '# TYPE a_total counter', 'a_total{x="q\\"\\\\\\n"} 2'],
      ...['# HELP g G', '# TYPE g gauge', 'g NaN', '# HELP h H', '# TYPE h histogram', ...SAMPLES_OF_H, ''],
    ])
  })

  it('are those of OpenMetrics, with the names of samples as they are', () => {
    expect(exposition(FAMILIES, 'openmetrics').split('\n')).toEqual([
      ...['# HELP a A \\"b\\"\\nc\\\\d', '# TYPE a counter', 'a_total{x="q\\"\\\\\\n"} 2'],
      ...['# HELP g G', '# TYPE g gauge', 'g NaN', '# HELP h H', '# TYPE h histogram', ...SAMPLES_OF_H, '# EOF', ''],
    ])
  })

  it.each([
    [null, 'text'],
    ['*/*', 'text'],
    ['text/plain', 'text'],
    ['application/openmetrics-text', 'openmetrics'],
    ['application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.3,*/*;q=0.2', 'openmetrics'],
    ['text/plain;q=0.5,application/openmetrics-text;q=0.4', 'text'],
    ['application/openmetrics-text;q=0', 'text'],
    ['application/openmetrics-text;q=x', 'text'],
  ])('for %s are %s', (accept, format) => {
    expect(formatOf(accept)).toBe(format)
  })
})

describe('an instrument', () => {
  it('without labels is there before anything happened', () => {
    expect(createCounter({ name: 'a_total', help: '', labels: [] }).family().samples).toEqual([
      { labels: {}, value: 0 },
    ])
  })

  it('puts a value that is a bound into its bucket', () => {
    const histogram = createHistogram({ name: 'h', help: '', labels: [] }, [1, 2])
    for (const value of [1, 1.5, 2, 3]) histogram.observe(value)
    expect(histogram.family().samples).toEqual([{ labels: {}, bounds: [1, 2], counts: [1, 2, 1], sum: 7.5 }])
  })

  it('has a bounded number of series, whatever is put into its labels', () => {
    const counter = createCounter({ name: 'a_total', help: '', labels: ['x', 'y'] })
    for (let one = 0; one < 10_000; one += 1) counter.add(1, `x${one}`, 'y')
    const { samples } = counter.family()
    expect(samples.length).toBe(4_001)
    expect(samples.at(-1)).toEqual({ labels: { x: 'other', y: 'other' }, value: 6_000 })
  })

  it('keeps series apart whose labels join to the same text', () => {
    const counter = createCounter({ name: 'a_total', help: '', labels: ['x', 'y'] })
    counter.add(1, 'a b', 'c')
    counter.add(1, 'a', 'b c')
    expect(counter.family().samples.length).toBe(2)
  })
})
