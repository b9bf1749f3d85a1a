import type { MonitorJson } from '@mishap/core/client'
import { clip, visibleText } from '@mishap/core/format'
import { useRef } from 'react'
import { Button, Field, Select, TextInput } from '../primitives/index.js'
import { useShortcuts } from '../provider/use-shortcuts.js'
import { ProjectChoice } from '../screens/project-choice.js'
import css from './monitor-filters.module.css'
import { hasFilters, type MonitorParams, NO_FILTERS } from './monitor-params.js'

export interface MonitorFiltersProps {
  readonly monitors: readonly MonitorJson[]
  readonly params: MonitorParams
  /** While it is typed the address is replaced. */
  readonly onChange: (change: Partial<MonitorParams>, isTyping?: boolean) => void
}

/** Narrows the list by words, tag and project. */
export function MonitorFilters({ monitors, params, onChange }: MonitorFiltersProps) {
  const search = useRef<HTMLInputElement>(null)
  useShortcuts([{ keys: ['/'], label: 'Search', group: 'Uptime', run: () => search.current?.focus() }])
  const tags = [...new Set([...monitors.flatMap((monitor) => monitor.tags), params.tag])].filter(Boolean).sort()
  const projects = new Map(
    monitors.flatMap(({ projectID, projectName }) =>
      projectID === null ? [] : [[projectID, projectName ?? projectID]],
    ),
  )
  return (
    <div className={css.filters}>
      <Field label="Search" isLabelHidden className={css.search}>
        <TextInput
          ref={search}
          icon="search"
          type="search"
          value={params.query}
          maxLength={200}
          placeholder="Name, address, group or tag"
          spellCheck={false}
          onChange={(event) => onChange({ query: event.target.value }, true)}
        />
      </Field>
      {tags.length === 0 ? null : (
        <Field label="Tag" isLabelHidden className={css.choice}>
          <Select value={params.tag} onChange={(event) => onChange({ tag: event.target.value })}>
            <option value="">Every tag</option>
            {tags.map((tag) => (
              <option key={tag} value={tag}>
                {visibleText(clip(tag, 40))}
              </option>
            ))}
          </Select>
        </Field>
      )}
      <ProjectChoice
        projects={projects}
        value={params.project}
        hasOthers={monitors.some(({ projectID }) => projectID === null)}
        className={css.choice}
        onChange={(project) => onChange({ project })}
      />
      {hasFilters(params) ? (
        <Button variant="ghost" icon="close" onClick={() => onChange(NO_FILTERS)}>
          Show all
        </Button>
      ) : null}
    </div>
  )
}
