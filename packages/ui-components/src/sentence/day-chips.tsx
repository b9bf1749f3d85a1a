import { Chip, useClock } from '../primitives/index.js'
import { DAY_NUMBERS, dayName } from './day-names.js'
import css from './sentence.module.css'

export interface DayChipsProps {
  /** 1 is Monday. */
  readonly value: readonly number[]
  readonly onChange: (days: number[]) => void
}

/** Any days of the week. */
export function DayChips({ value, onChange }: DayChipsProps) {
  const { locale } = useClock()
  return (
    <fieldset aria-label="Days" className={css.days}>
      {DAY_NUMBERS.map((day) => (
        <Chip
          key={day}
          isPressed={value.includes(day)}
          onPress={() => onChange(value.includes(day) ? value.filter((one) => one !== day) : [...value, day])}
        >
          {dayName(day, locale, 'short')}
        </Chip>
      ))}
    </fieldset>
  )
}
