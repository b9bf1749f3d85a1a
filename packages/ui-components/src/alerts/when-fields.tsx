import type { AlertTrigger } from '@mishap/core/client'
import { useId } from 'react'
import { TokenSearch } from '../issues/search/token-search.js'
import { useSearchSource } from '../issues/search/use-search-source.js'
import { Checkbox, Chip, Icon } from '../primitives/index.js'
import { NumberWord, Sentence } from '../sentence/sentence.js'
import css from './alert-form.module.css'
import type { AlertPartProps } from './alert-part-props.js'

export interface WhenFieldsProps extends AlertPartProps {
  readonly org: string
  /** Whose keys and values the search offers. */
  readonly projectId: string | null
}

const GROUPS: readonly {
  readonly who: string
  readonly triggers: readonly { readonly trigger: AlertTrigger; readonly words: string }[]
}[] = [
  {
    who: 'An issue',
    triggers: [
      { trigger: 'new_issue', words: 'is new' },
      { trigger: 'regression', words: 'comes back after it was resolved' },
      { trigger: 'escalation', words: 'escalates' },
    ],
  },
  {
    who: 'A monitor',
    triggers: [
      { trigger: 'monitor_down', words: 'goes down' },
      { trigger: 'monitor_degraded', words: 'gets slow' },
      { trigger: 'monitor_recovered', words: 'is back up' },
      { trigger: 'certificate', words: 'has a certificate near its end' },
      { trigger: 'check_in', words: 'misses a check-in' },
    ],
  },
  {
    who: 'The project',
    triggers: [
      { trigger: 'quota', words: 'reaches its quota' },
      { trigger: 'spike', words: 'is held back by the spike guard' },
    ],
  },
]

/** What the rule tells of: any of what is chosen. */
export function WhenFields({ org, projectId, draft, onChange, fault }: WhenFieldsProps) {
  const { triggers, hasEvents, hasUsers } = draft
  const when = useId()
  const toggle = (trigger: AlertTrigger) =>
    onChange({
      triggers: triggers.includes(trigger) ? triggers.filter((one) => one !== trigger) : [...triggers, trigger],
    })
  const wrong = fault('when', 'triggers')
  return (
    <>
      <fieldset className={css.group} aria-describedby={wrong === undefined ? undefined : when}>
        <legend className={css.legend}>Tell when any of these happens</legend>
        {GROUPS.map(({ who, triggers: choices }, place) => (
          <div key={who} className={css.deeds}>
            <span className={css.who}>{who}</span>
            <fieldset className={css.chips} aria-label={who}>
              {choices.map(({ trigger, words }) => (
                <Chip key={trigger} isPressed={triggers.includes(trigger)} onPress={() => toggle(trigger)}>
                  {words}
                </Chip>
              ))}
            </fieldset>
            {place === 0 ? (
              <div className={css.counts}>
                <CountLine isOn={hasEvents} label="gets many events" onToggle={(isOn) => onChange({ hasEvents: isOn })}>
                  <NumberWord
                    label="Events"
                    value={draft.events}
                    max={32_767}
                    isRequired={hasEvents}
                    error={fault('events', 'quantity')}
                    onChange={(events) => onChange({ events, hasEvents: true })}
                  />
                  <span>{draft.events === '1' ? 'event' : 'events'} in</span>
                  <NumberWord
                    label="Minutes in which so many events come"
                    value={draft.eventMinutes}
                    max={32_767}
                    isRequired={hasEvents}
                    error={fault('eventMinutes', 'timespanMinutes')}
                    onChange={(eventMinutes) => onChange({ eventMinutes, hasEvents: true })}
                  />
                  <span>{draft.eventMinutes === '1' ? 'minute' : 'minutes'}</span>
                </CountLine>
                <CountLine isOn={hasUsers} label="meets many users" onToggle={(isOn) => onChange({ hasUsers: isOn })}>
                  <NumberWord
                    label="Users"
                    value={draft.users}
                    max={32_767}
                    isRequired={hasUsers}
                    error={fault('users')}
                    onChange={(users) => onChange({ users, hasUsers: true })}
                  />
                  <span>{draft.users === '1' ? 'user' : 'users'} in</span>
                  <NumberWord
                    label="Minutes in which it meets so many users"
                    value={draft.userMinutes}
                    max={32_767}
                    isRequired={hasUsers}
                    error={fault('userMinutes', 'minutes')}
                    onChange={(userMinutes) => onChange({ userMinutes, hasUsers: true })}
                  />
                  <span>{draft.userMinutes === '1' ? 'minute' : 'minutes'}</span>
                </CountLine>
              </div>
            ) : null}
          </div>
        ))}
        <p id={when} role="alert" className={css.fault}>
          {wrong === undefined ? null : (
            <>
              <Icon name="alert" size={13} /> {wrong}
            </>
          )}
        </p>
      </fieldset>
      <Filter org={org} projectId={projectId} draft={draft} onChange={onChange} fault={fault} />
    </>
  )
}

interface CountLineProps {
  readonly isOn: boolean
  readonly label: string
  readonly onToggle: (isOn: boolean) => void
  readonly children: React.ReactNode
}

/** `☐ gets 50 events in 5 minutes`; typing a number means it. */
function CountLine({ isOn, label, onToggle, children }: CountLineProps) {
  return (
    <div className={css.count} data-on={isOn}>
      <Checkbox label={label} isLabelHidden checked={isOn} onChange={(event) => onToggle(event.target.checked)} />
      <Sentence>
        <span>{label.startsWith('gets') ? 'gets' : 'meets'}</span>
        {children}
      </Sentence>
    </div>
  )
}

function Filter({ org, projectId, draft, onChange, fault }: WhenFieldsProps) {
  const id = useId()
  const source = useSearchSource(org, projectId === null ? [] : [projectId])
  return (
    <section aria-labelledby={id} className={css.group}>
      <h3 id={id} className={css.legend}>
        Only issues that match
      </h3>
      <TokenSearch
        value={draft.query}
        source={source}
        label="Search that issues must match"
        placeholder="All issues, or a search such as level:error environment:production"
        onType={(query) => onChange({ query })}
        onSearch={(query) => onChange({ query })}
        error={fault('query') ?? null}
      />
      <p className={css.note}>
        Written as the search of issues. It does not narrow what is told of monitors and limits.
      </p>
    </section>
  )
}
