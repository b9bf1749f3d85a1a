import { DATA } from './limits.js'
import type { Raw, Salvage } from './salvage.js'

/** A CSP report with its hyphenated keys turned into snake_case. */
export function normalizeCsp(value: unknown, salvage: Salvage): Raw | undefined {
  const raw = salvage.record(value, 'csp')
  if (raw === undefined) return undefined
  const bounded = salvage.tree(raw, 'csp', DATA) as Raw
  const entries = Object.entries(bounded).map(([key, entry]) => [key.replaceAll('-', '_'), entry] as const)
  return entries.length === 0 ? undefined : Object.fromEntries(entries.filter(([key]) => key !== '__proto__'))
}
