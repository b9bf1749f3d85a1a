import type { Search, SearchFault, SearchToken } from '@mishap/core/format'
import { cx } from '../../primitives/index.js'
import css from './token-search.module.css'

export interface MarkedTextProps {
  readonly search: Search
  readonly faults: readonly SearchFault[]
}

/** The text of a search in colours, to lie exactly under the same text of an input. Decoration. */
export function MarkedText({ search: { text, tokens }, faults }: MarkedTextProps) {
  const edges = [
    0,
    text.length,
    ...tokens.flatMap(edgesOf),
    ...faults.flatMap(({ from, to }) => [from, Math.max(to, from + 1)]),
  ]
  const sorted = [...new Set(edges.filter((edge) => edge <= text.length))].sort((a, b) => a - b)
  return sorted.slice(0, -1).map((from, at) => {
    const to = sorted[at + 1] ?? text.length
    const token = tokens.find((one) => one.from <= from && to <= one.to)
    const isWrong = faults.some((fault) => fault.from < to && from < Math.max(fault.to, fault.from + 1))
    return (
      <span key={from} className={cx(token !== undefined && classOf(token, from), isWrong && css.wrong)}>
        {text.slice(from, to)}
      </span>
    )
  })
}

function edgesOf({ from, to, value }: SearchToken): readonly number[] {
  return value === undefined ? [from, to] : [from, value.from, to]
}

function classOf(token: SearchToken, from: number): string | undefined {
  if (token.kind === 'operator' || token.kind === 'paren') return css.operator
  if (token.kind === 'text' || token.value === undefined) return undefined
  const part = from < token.value.from ? css.key : css.value
  return cx(part, token.isNegated === true && css.negated)
}
