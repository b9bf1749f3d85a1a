import type { OrganizationAlertJson } from '@mishap/core/client'
import { useRef } from 'react'
import { Chip, Field, TextInput, useNow } from '../primitives/index.js'
import { useShortcuts } from '../provider/use-shortcuts.js'
import { ProjectChoice } from '../screens/project-choice.js'
import css from './alert-list.module.css'
import { type AlertParams, countStates, SHOWN_STATES, type ShownState } from './alert-params.js'

export interface AlertFiltersProps {
  readonly rules: readonly OrganizationAlertJson[]
  readonly params: AlertParams
  /** While it is typed the address is replaced. */
  readonly onChange: (change: Partial<AlertParams>, isTyping?: boolean) => void
}

const STATE_WORDS: Readonly<Record<ShownState, string>> = {
  on: 'On',
  off: 'Off',
  muted: 'Muted',
  failing: 'Failing',
  nobody: 'Nobody is told',
}

/** Narrows the list by words, project and how rules are. */
export function AlertFilters({ rules, params, onChange }: AlertFiltersProps) {
  const search = useRef<HTMLInputElement>(null)
  const now = useNow(60_000)
  useShortcuts([{ keys: ['/'], label: 'Search', group: 'Alerts', run: () => search.current?.focus() }])
  const projects = new Map(rules.map(({ project }) => [project.slug, project.name]))
  const counts = countStates(rules, now)
  return (
    <div className={css.filters}>
      <Field label="Search" isLabelHidden className={css.search}>
        <TextInput
          ref={search}
          icon="search"
          type="search"
          value={params.query}
          maxLength={200}
          placeholder="Name, project or what it tells"
          spellCheck={false}
          onChange={(event) => onChange({ query: event.target.value }, true)}
        />
      </Field>
      <ProjectChoice
        projects={projects}
        value={params.project}
        className={css.choice}
        onChange={(project) => onChange({ project })}
      />
      <fieldset aria-label="How they are" className={css.states}>
        {SHOWN_STATES.filter((state) => counts[state] > 0 || state === params.state).map((state) => (
          <Chip
            key={state}
            isPressed={params.state === state}
            onPress={() => onChange({ state: params.state === state ? null : state })}
          >
            {STATE_WORDS[state]} {counts[state]}
          </Chip>
        ))}
      </fieldset>
    </div>
  )
}
