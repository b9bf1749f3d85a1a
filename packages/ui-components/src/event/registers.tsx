import { counted } from '@mishap/core/format'
import { KeyValues } from './key-values.js'
import css from './registers.module.css'

/** What the processor held when a native program failed; folded, for few can read it. */
export function Registers({ registers }: { readonly registers: Readonly<Record<string, string>> | undefined }) {
  const rows = Object.entries(registers ?? {})
  if (rows.length === 0) return null
  return (
    <details className={css.registers}>
      <summary className={css.summary}>{counted(rows.length, 'register')}</summary>
      <KeyValues rows={rows} />
    </details>
  )
}
