import { clip, visibleText } from '@mishap/core/format'
import { useId, useState } from 'react'
import { Checkbox, TextInput } from '../primitives/index.js'
import { Loaded } from '../screens/loaded.js'
import { useMonitorNames } from './monitor-names.js'
import css from './monitor-picker.module.css'

export interface MonitorPickerProps {
  readonly org: string
  readonly label: string
  /** Ids. */
  readonly value: readonly number[]
  readonly onChange: (ids: readonly number[]) => void
}

/** From so many on there is a field to find one by. */
const MANY = 8

/** Chooses any number of monitors; those that are chosen stay in sight while one looks for others. */
export function MonitorPicker({ org, label, value, onChange }: MonitorPickerProps) {
  const monitors = useMonitorNames(org)
  const [word, setWord] = useState('')
  const id = useId()
  const wanted = word.trim().toLowerCase()
  const toggle = (monitor: number) =>
    onChange(value.includes(monitor) ? value.filter((one) => one !== monitor) : [...value, monitor])
  return (
    <fieldset aria-labelledby={id} className={css.picker}>
      <legend id={id} className={css.legend}>
        {label}
      </legend>
      <Loaded query={monitors}>
        {(all) => {
          if (all.length === 0) return <p className={css.note}>There is no monitor yet.</p>
          const shown = all.filter(
            ({ id: monitor, name, group }) =>
              value.includes(monitor) || `${group} ${name}`.toLowerCase().includes(wanted),
          )
          return (
            <>
              {all.length < MANY ? null : (
                <TextInput
                  icon="search"
                  aria-label="Find a monitor"
                  placeholder="Part of a name or group"
                  maxLength={100}
                  value={word}
                  onChange={(event) => setWord(event.target.value)}
                />
              )}
              <ul className={css.list}>
                {shown.map(({ id: monitor, name, group }) => (
                  <li key={monitor}>
                    <Checkbox
                      checked={value.includes(monitor)}
                      onChange={() => toggle(monitor)}
                      label={
                        <>
                          <bdi>{visibleText(clip(name, 120))}</bdi>
                          {group === '' ? null : <span className={css.group}> {visibleText(clip(group, 60))}</span>}
                        </>
                      }
                    />
                  </li>
                ))}
              </ul>
              {shown.length === 0 ? <p className={css.note}>No monitor is called that.</p> : null}
            </>
          )
        }}
      </Loaded>
    </fieldset>
  )
}
