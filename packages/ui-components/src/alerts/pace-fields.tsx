import { useId } from 'react'
import { Checkbox, Icon, Select, TextInput } from '../primitives/index.js'
import { DayChips } from '../sentence/day-chips.js'
import { Sentence } from '../sentence/sentence.js'
import { ZoneOptions } from '../sentence/zone-options.js'
import css from './alert-form.module.css'
import type { AlertPartProps } from './alert-part-props.js'
import { spanWords } from './rule-words.js'

const COOLDOWNS = [5, 15, 30, 60, 180, 360, 720, 1440, 10_080]
const DIGESTS = [1, 5, 10, 15, 30, 60, 180, 1440]

/** How soon it tells of the same again, what it gathers, and when it keeps quiet. */
export function PaceFields({ draft, onChange, fault }: AlertPartProps) {
  return (
    <div className={css.parts}>
      <Sentence>
        <span>It tells of the same issue</span>
        <Minutes
          label="When the same issue is told of again"
          value={draft.cooldown}
          choices={COOLDOWNS}
          none="once, until it comes back"
          words={(minutes) => `again after ${spanWords(minutes)}`}
          onChange={(cooldown) => onChange({ cooldown })}
        />
      </Sentence>
      <Sentence>
        <span>What happens after that message</span>
        <Minutes
          label="What is gathered into one message"
          value={draft.digest === 0 ? null : draft.digest}
          choices={DIGESTS}
          none="is sent at once"
          words={(minutes) => `within ${spanWords(minutes)} is sent as one message`}
          onChange={(digest) => onChange({ digest: digest ?? 0 })}
        />
      </Sentence>
      <QuietHours draft={draft} onChange={onChange} fault={fault} />
    </div>
  )
}

interface MinutesProps {
  readonly label: string
  readonly value: number | null
  readonly choices: readonly number[]
  readonly none: string
  readonly words: (minutes: number) => string
  readonly onChange: (minutes: number | null) => void
}

function Minutes({ label, value, choices, none, words, onChange }: MinutesProps) {
  const all = [...new Set([...choices, ...(value === null ? [] : [value])])].sort((a, b) => a - b)
  return (
    <Select
      aria-label={label}
      className={css.words}
      value={value ?? ''}
      onChange={(event) => onChange(event.target.value === '' ? null : Number(event.target.value))}
    >
      <option value="">{none}</option>
      {all.map((minutes) => (
        <option key={minutes} value={minutes}>
          {words(minutes)}
        </option>
      ))}
    </Select>
  )
}

function QuietHours({ draft, onChange, fault }: AlertPartProps) {
  const id = useId()
  const wrong = fault('quiet', 'start', 'end', 'timeZone', 'days')
  const isWrong = wrong === undefined ? {} : { 'aria-invalid': true, 'aria-describedby': id }
  return (
    <div className={css.quiet}>
      <Checkbox
        label="Quiet hours: what happens meanwhile is sent as one message at their end"
        checked={draft.hasQuiet}
        onChange={(event) => onChange({ hasQuiet: event.target.checked })}
      />
      {draft.hasQuiet ? (
        <div className={css.folded}>
          <Sentence>
            <span>Not between</span>
            <TextInput
              type="time"
              aria-label="Quiet from"
              className={css.time}
              value={draft.quietStart}
              {...isWrong}
              onChange={(event) => onChange({ quietStart: event.target.value })}
            />
            <span>and</span>
            <TextInput
              type="time"
              aria-label="Quiet until"
              className={css.time}
              value={draft.quietEnd}
              {...isWrong}
              onChange={(event) => onChange({ quietEnd: event.target.value })}
            />
            <span>{draft.quietEnd < draft.quietStart ? 'of the next day, in the time of' : 'in the time of'}</span>
            <Select
              aria-label="Time zone of the quiet hours"
              className={css.words}
              value={draft.timeZone}
              onChange={(event) => onChange({ timeZone: event.target.value })}
            >
              <ZoneOptions current={draft.timeZone} />
            </Select>
            <span>{draft.quietEnd < draft.quietStart ? 'beginning on' : 'on'}</span>
            <DayChips value={draft.quietDays} onChange={(quietDays) => onChange({ quietDays })} />
          </Sentence>
          <p id={id} role="alert" className={css.fault}>
            {wrong === undefined ? null : (
              <>
                <Icon name="alert" size={13} /> {wrong}
              </>
            )}
          </p>
        </div>
      ) : null}
    </div>
  )
}
