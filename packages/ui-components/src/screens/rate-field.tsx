import type { RateJson } from '@mishap/core/client'
import { Field, Select, TextInput } from '../primitives/index.js'
import css from './rate-field.module.css'

/** A rate as it is typed: an empty count is no limit. */
export interface TypedRate {
  readonly count: string
  readonly window: number
}

export interface RateFieldProps {
  readonly label: string
  readonly hint?: string
  readonly error?: string | undefined
  readonly value: TypedRate
  readonly onChange: (value: TypedRate) => void
}

const WINDOWS = [
  { seconds: 1, label: 'a second' },
  { seconds: 60, label: 'a minute' },
  { seconds: 3_600, label: 'an hour' },
  { seconds: 86_400, label: 'a day' },
] as const

export function typedRate(rate: RateJson | null): TypedRate {
  return { count: rate === null ? '' : String(rate.count), window: rate?.window ?? 60 }
}

export function readRate({ count, window }: TypedRate): RateJson | null {
  return count.trim() === '' || Number(count) === 0 ? null : { count: Number(count), window }
}

/** So many requests in a time; none where it is left empty. */
export function RateField({ label, hint, error, value, onChange }: RateFieldProps) {
  const isKnown = WINDOWS.some(({ seconds }) => seconds === value.window)
  return (
    <div className={css.rate}>
      <Field label={label} {...(hint === undefined ? {} : { hint })} error={error} className={css.count}>
        <TextInput
          inputMode="numeric"
          type="number"
          min={0}
          max={1_000_000_000}
          placeholder="No limit"
          value={value.count}
          onChange={(event) => onChange({ ...value, count: event.target.value })}
        />
      </Field>
      <span aria-hidden="true" className={css.in}>
        requests
      </span>
      <Field label={`${label}: in what time`} isLabelHidden className={css.window}>
        <Select value={value.window} onChange={(event) => onChange({ ...value, window: Number(event.target.value) })}>
          {isKnown ? null : <option value={value.window}>{`in ${value.window} s`}</option>}
          {WINDOWS.map(({ seconds, label: name }) => (
            <option key={seconds} value={seconds}>
              {name}
            </option>
          ))}
        </Select>
      </Field>
    </div>
  )
}
