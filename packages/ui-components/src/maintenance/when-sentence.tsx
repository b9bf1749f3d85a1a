import { useId } from 'react'
import { Icon, Select, TextInput } from '../primitives/index.js'
import { DayChips } from '../sentence/day-chips.js'
import { ZoneOptions } from '../sentence/zone-options.js'
import { type Draft, type DraftField, UNITS, type Unit } from './draft.js'
import css from './maintenance.module.css'

export interface WhenSentenceProps {
  readonly draft: Draft
  readonly faults: Partial<Record<DraftField, string>>
  readonly onChange: (part: Partial<Draft>) => void
}

/** When it is, in a sentence with fields for words: each has a name of its own for screen readers. */
export function WhenSentence({ draft, faults, onChange }: WhenSentenceProps) {
  const id = useId()
  const wrong = [faults.start, faults.days, faults.time, faults.cron, faults.amount].filter(Boolean)
  const isWrong = (field: DraftField) =>
    faults[field] === undefined ? {} : { 'aria-invalid': true, 'aria-describedby': id }
  return (
    <fieldset className={css.choice}>
      <legend className={css.legend}>When</legend>
      <div className={css.sentence}>
        <Select
          aria-label="How often"
          value={draft.kind}
          onChange={(event) => onChange({ kind: event.target.value as Draft['kind'] })}
        >
          <option value="single">Once</option>
          <option value="weekly">Every week</option>
          <option value="cron">By a cron expression</option>
        </Select>
        {draft.kind === 'single' ? (
          <>
            <span>from</span>
            <TextInput
              type="datetime-local"
              aria-label="Begins"
              value={draft.start}
              {...isWrong('start')}
              onChange={(event) => onChange({ start: event.target.value })}
            />
          </>
        ) : null}
        {draft.kind === 'weekly' ? (
          <>
            <span>on</span>
            <DayChips value={draft.days} onChange={(days) => onChange({ days })} />
            <span>at</span>
            <TextInput
              type="time"
              aria-label="Begins"
              value={draft.time}
              {...isWrong('time')}
              onChange={(event) => onChange({ time: event.target.value })}
            />
          </>
        ) : null}
        {draft.kind === 'cron' ? (
          <TextInput
            aria-label="Cron expression: minute, hour, day, month, weekday"
            className={css.cron}
            maxLength={100}
            spellCheck={false}
            value={draft.cron}
            {...isWrong('cron')}
            onChange={(event) => onChange({ cron: event.target.value })}
          />
        ) : null}
        <span className={css.pair}>
          <span>for</span>
          <TextInput
            inputMode="numeric"
            aria-label="How long"
            className={css.amount}
            maxLength={5}
            value={draft.amount}
            {...isWrong('amount')}
            onChange={(event) => onChange({ amount: event.target.value })}
          />
          <Select
            aria-label="Unit of how long"
            value={draft.unit}
            onChange={(event) => onChange({ unit: event.target.value as Unit })}
          >
            {Object.keys(UNITS).map((unit) => (
              <option key={unit}>{unit}</option>
            ))}
          </Select>
        </span>
        <span>in the time of</span>
        <Select
          aria-label="Time zone"
          className={css.zone}
          value={draft.timezone}
          onChange={(event) => onChange({ timezone: event.target.value })}
        >
          <ZoneOptions current={draft.timezone} />
        </Select>
        {draft.kind === 'single' ? null : (
          <>
            <span>until (if ever)</span>
            <TextInput
              type="date"
              aria-label="Last day; empty for no end"
              value={draft.until}
              onChange={(event) => onChange({ until: event.target.value })}
            />
          </>
        )}
      </div>
      <p id={id} role="alert" className={css.fault}>
        {wrong.length === 0 ? null : (
          <>
            <Icon name="alert" size={13} /> {wrong.join(' ')}
          </>
        )}
      </p>
    </fieldset>
  )
}
