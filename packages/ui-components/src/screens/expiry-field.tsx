import { Field, Select, TextInput } from '../primitives/index.js'
import css from './settings.module.css'

/** When something ends: a number of days, a day, or never. */
export interface TypedExpiry {
  readonly kind: 'never' | 'day' | `${number}`
  /** As the field for dates has it; of use where the kind is `day`. */
  readonly day: string
}

const DAY_MS = 86_400_000

const SPANS = [
  { days: 7, label: 'In a week' },
  { days: 30, label: 'In a month' },
  { days: 90, label: 'In three months' },
  { days: 365, label: 'In a year' },
] as const

/** As the API wants it, in UTC; null for never. A day is over when it ends. */
export function readExpiry({ kind, day }: TypedExpiry, now: number): string | null {
  if (kind === 'never') return null
  if (kind === 'day') return `${day}T23:59:59.000Z`
  return new Date(now + Number(kind) * DAY_MS).toISOString()
}

export interface ExpiryFieldProps {
  readonly value: TypedExpiry
  readonly onChange: (value: TypedExpiry) => void
  readonly now: number
  readonly error?: string | undefined
}

export function ExpiryField({ value, onChange, now, error }: ExpiryFieldProps) {
  const tomorrow = new Date(now + DAY_MS).toISOString().slice(0, 10)
  // What was typed is one of the options.
  const choose = (kind: string) => onChange({ kind: kind as TypedExpiry['kind'], day: value.day || tomorrow })
  return (
    <div className={css.pair}>
      <Field label="Works until" hint="After that it opens nothing." error={error} className={css.grow}>
        <Select value={value.kind} onChange={(event) => choose(event.target.value)}>
          {SPANS.map(({ days, label }) => (
            <option key={days} value={days}>
              {label}
            </option>
          ))}
          <option value="day">A day…</option>
          <option value="never">It is revoked</option>
        </Select>
      </Field>
      {value.kind === 'day' ? (
        <Field label="Last day" className={css.grow}>
          <TextInput
            type="date"
            required
            min={tomorrow}
            value={value.day}
            onChange={(event) => onChange({ ...value, day: event.target.value })}
          />
        </Field>
      ) : null}
    </div>
  )
}
