import { Field, Select, TextInput } from '../primitives/index.js'
import css from './limit-field.module.css'
import type { LimitUnit, TypedLimit } from './typed-limit.js'

export interface LimitFieldProps {
  readonly label: string
  readonly hint?: string
  readonly error?: string | undefined
  /** What the server's limit is, in words. */
  readonly defaultText: string
  /** With one only there is no choice. */
  readonly units: readonly LimitUnit[]
  readonly value: TypedLimit
  readonly onChange: (value: TypedLimit) => void
}

/** How much of something may be kept: as the server has it, so much, or without limit. */
export function LimitField({ label, hint, error, defaultText, units, value, onChange }: LimitFieldProps) {
  const isWhole = value.unit === 1
  return (
    <Field label={label} {...(hint === undefined ? {} : { hint })} error={error}>
      <div className={css.limit}>
        <div className={css.kind}>
          <Select
            value={value.kind}
            onChange={(event) => onChange({ ...value, kind: event.target.value as TypedLimit['kind'] })}
          >
            <option value="default">{`As the server has it: ${defaultText}`}</option>
            <option value="own">Its own limit</option>
            <option value="none">No limit</option>
          </Select>
        </div>
        {value.kind === 'own' ? (
          <Field label={`${label}: how many`} isLabelHidden className={css.amount}>
            <TextInput
              type="number"
              inputMode={isWhole ? 'numeric' : 'decimal'}
              required
              min={isWhole ? 1 : 0.000_001}
              max={Math.floor(Number.MAX_SAFE_INTEGER / value.unit)}
              step={isWhole ? 1 : 'any'}
              value={value.amount}
              onChange={(event) => onChange({ ...value, amount: event.target.value })}
            />
          </Field>
        ) : null}
        {value.kind === 'own' && units.length > 1 ? (
          <Field label={`${label}: in what unit`} isLabelHidden>
            <Select value={value.unit} onChange={(event) => onChange({ ...value, unit: Number(event.target.value) })}>
              {units.map(({ size, label: name }) => (
                <option key={size} value={size}>
                  {name}
                </option>
              ))}
            </Select>
          </Field>
        ) : null}
      </div>
    </Field>
  )
}
