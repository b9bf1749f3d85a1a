import { clip, visibleText } from '@mishap/core/format'
import { useId } from 'react'
import { Chip } from '../primitives/index.js'
import css from './maintenance.module.css'

export interface ChipChoiceProps {
  readonly label: string
  readonly options: readonly string[]
  readonly value: readonly string[]
  readonly onChange: (value: readonly string[]) => void
}

/** Any of a few words; nothing where there are none. */
export function ChipChoice({ label, options, value, onChange }: ChipChoiceProps) {
  const id = useId()
  if (options.length === 0) return null
  const toggle = (option: string) =>
    onChange(value.includes(option) ? value.filter((one) => one !== option) : [...value, option])
  return (
    <fieldset aria-labelledby={id} className={css.choice}>
      <legend id={id} className={css.legend}>
        {label}
      </legend>
      <div className={css.chips}>
        {options.map((option) => (
          <Chip key={option} isPressed={value.includes(option)} onPress={() => toggle(option)}>
            <bdi>{visibleText(clip(option, 60))}</bdi>
          </Chip>
        ))}
      </div>
    </fieldset>
  )
}
