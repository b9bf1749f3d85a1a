import { parser } from '@prometheus-io/lezer-promql'

export interface Selector {
  readonly metric: string
  /** Labels that it is narrowed by. */
  readonly labels: readonly string[]
}

/**
 * The metrics that a query reads, by the grammar of Prometheus itself; `grouping` are the labels that it keeps or joins by.
 * Throws where it is no PromQL.
 */
export function readPromql(query: string): {
  readonly selectors: readonly Selector[]
  readonly grouping: readonly string[]
} {
  const selectors: { metric: string; labels: string[] }[] = []
  const grouping: string[] = []
  parser.parse(query).iterate({
    enter: ({ type, from, to, node }) => {
      const text = query.slice(from, to)
      if (type.isError)
        throw new Error(`no PromQL at ${from}, ${JSON.stringify(query.slice(from, from + 20))}: ${query}`)
      if (type.name === 'VectorSelector') selectors.push({ metric: '', labels: [] })
      const current = selectors.at(-1)
      const isOfSelector = node.parent?.name === 'VectorSelector'
      if (type.name === 'Identifier' && isOfSelector && current !== undefined) current.metric = text
      if (type.name !== 'LabelName') return
      if (node.parent?.name === 'GroupingLabels') grouping.push(text)
      else current?.labels.push(text)
    },
  })
  return { selectors, grouping }
}
