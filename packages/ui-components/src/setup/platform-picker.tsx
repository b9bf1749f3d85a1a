import { useId, useState } from 'react'
import { EmptyState, Field, TextInput } from '../primitives/index.js'
import { PlatformIcon } from './platform-icon.js'
import css from './platform-picker.module.css'
import { type Platform, type PlatformGroup, searchPlatforms } from './platforms.js'

export interface PlatformPickerProps {
  readonly value: string | null
  readonly onChange: (platform: Platform) => void
}

const GROUPS: readonly PlatformGroup[] = ['Server', 'Browser', 'Mobile', 'Desktop and more']

/** A grid of platforms to choose one of; what is typed narrows it. */
export function PlatformPicker({ value, onChange }: PlatformPickerProps) {
  const [typed, setTyped] = useState('')
  const name = useId()
  const found = searchPlatforms(typed)
  return (
    <div className={css.picker}>
      <Field label="Search platforms" isLabelHidden className={css.search}>
        <TextInput
          type="search"
          icon="search"
          autoComplete="off"
          placeholder="Search platforms"
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
      </Field>
      <p role="status" className="mh-hidden">
        {typed === '' ? '' : `${found.length} platforms found`}
      </p>
      {found.length === 0 ? (
        <EmptyState title="No such platform here">
          Any SDK that speaks to Sentry reports to Mishap as well. Choose <i>Something else</i> and use its DSN.
        </EmptyState>
      ) : null}
      {GROUPS.map((group) => {
        const platforms = found.filter((platform) => platform.group === group)
        if (platforms.length === 0) return null
        return (
          <fieldset key={group} className={css.group}>
            <legend className={css.legend}>{group}</legend>
            <div className={css.grid}>
              {platforms.map((platform) => (
                <label key={platform.id} className={css.tile}>
                  <input
                    type="radio"
                    name={name}
                    className={css.radio}
                    checked={platform.id === value}
                    onChange={() => onChange(platform)}
                  />
                  <PlatformIcon platform={platform.id} />
                  <span className={css.name}>{platform.name}</span>
                </label>
              ))}
            </div>
          </fieldset>
        )
      })}
    </div>
  )
}
