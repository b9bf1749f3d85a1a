/** A limit as it is typed: the server's, a number of one's own, or none. */
export interface TypedLimit {
  readonly kind: 'default' | 'own' | 'none'
  readonly amount: string
  /** What one of `amount` is worth. */
  readonly unit: number
}

export interface LimitUnit {
  readonly size: number
  readonly label: string
}

/**
 * A limit as the API has it, where null is the server's and 0 is none, in the largest unit in which it is whole.
 * `units`: the largest first, at least one.
 */
export function typedLimit(limit: number | null, units: readonly LimitUnit[]): TypedLimit {
  const smallest = units[units.length - 1]?.size ?? 1
  if (limit === null || limit === 0) return { kind: limit === null ? 'default' : 'none', amount: '', unit: smallest }
  const unit = units.find(({ size }) => limit % size === 0)?.size ?? smallest
  return { kind: 'own', amount: String(limit / unit), unit }
}

/** The way back. A limit of one's own is never 0, which would be none. */
export function readLimit({ kind, amount, unit }: TypedLimit): number | null {
  if (kind !== 'own') return kind === 'default' ? null : 0
  return Math.max(1, Math.round(Number(amount) * unit))
}
