import type { ReactNode } from 'react'
import { Field, TextInput } from '../primitives/index.js'
import css from './sentence.module.css'

/** Words with fields between them. */
export function Sentence({ children }: { readonly children: ReactNode }) {
  return <div className={css.sentence}>{children}</div>
}

export interface NumberWordProps {
  /** For screen readers; the words around it say it to others. */
  readonly label: string
  readonly value: string
  readonly error?: string | undefined
  readonly min?: number
  readonly max: number
  readonly isRequired?: boolean
  readonly placeholder?: string
  readonly onChange: (value: string) => void
}

/** A number in a sentence. */
export function NumberWord({
  label,
  value,
  error,
  min = 1,
  max,
  isRequired = true,
  placeholder,
  onChange,
}: NumberWordProps) {
  return (
    <Field label={label} isLabelHidden error={error} className={css.number}>
      <TextInput
        type="number"
        inputMode="numeric"
        min={min}
        max={max}
        required={isRequired}
        value={value}
        placeholder={placeholder}
        onChange={(event) => onChange(event.target.value)}
      />
    </Field>
  )
}
