import type { ProjectTeamJson } from '@mishap/core/client'
import { type FormEvent, forwardRef, useEffect, useId, useImperativeHandle, useRef, useState } from 'react'
import { Button, Chip, cx, Field, IconButton, Select, Tabs, TextInput } from '../primitives/index.js'
import css from './issue-search.module.css'
import { STATUS_TABS, type StatusTab, statusOf, withoutStatus, withStatus } from './query-text.js'
import { SearchHelp } from './search-help.js'
import { type IssueSort, type IssueSearch as Search, SORTS } from './search-params.js'

export interface IssueSearchProps {
  readonly value: Search
  readonly onChange: (next: Search) => void
  /** To choose between; the choice is left out where there is only one. */
  readonly projects?: readonly Pick<ProjectTeamJson, 'id' | 'name'>[]
  /** How many issues there are in the present tab. */
  readonly hits?: string
  /** What the server did not understand about the search. */
  readonly error?: string | null
}

export interface IssueSearchHandle {
  readonly focus: () => void
}

const TAB_LABELS: Readonly<Record<StatusTab, string>> = {
  unresolved: 'Unresolved',
  resolved: 'Resolved',
  ignored: 'Ignored',
  all: 'All',
}

/** Which issues: by status, by words and tags, by project; and in which order. */
export const IssueSearch = forwardRef<IssueSearchHandle, IssueSearchProps>(function IssueSearch(
  { value, onChange, projects = [], hits, error = null },
  ref,
) {
  const input = useRef<HTMLInputElement>(null)
  const written = withoutStatus(value.query)
  const [text, setText] = useState(written)
  const [isHelpOpen, setIsHelpOpen] = useState(false)
  const helpId = useId()
  const status = statusOf(value.query)
  useEffect(() => setText(written), [written])
  useImperativeHandle(ref, () => ({ focus: () => input.current?.select() }))

  const change = (part: Partial<Search>) => onChange({ ...value, cursor: null, ...part })
  const search = (typed: string) => {
    // Somebody who types `is:` means it; else the tab stays.
    const hasStatus = withoutStatus(typed) !== typed.trim().replaceAll(/\s+/g, ' ')
    change({ query: hasStatus ? typed.trim() : withStatus(typed.trim(), status) })
  }
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    search(text)
  }

  return (
    <div className={css.search}>
      <div className={css.line}>
        {/* biome-ignore lint/a11y/useSemanticElements: React 18 does not know <search> */}
        <form role="search" className={css.form} onSubmit={onSubmit}>
          <Field label="Search issues" isLabelHidden error={error} className={css.field}>
            <TextInput
              ref={input}
              icon="search"
              type="search"
              enterKeyHint="search"
              autoComplete="off"
              spellCheck={false}
              placeholder="Search words, or tag:value"
              value={text}
              onChange={(event) => setText(event.target.value)}
              onKeyDown={(event) => {
                if (event.key !== 'Escape') return
                if (text === written) input.current?.blur()
                setText(written)
              }}
            />
          </Field>
          {text === '' ? null : (
            <IconButton
              icon="close"
              size="sm"
              label="Clear the search"
              className={css.clear}
              onClick={() => {
                setText('')
                search('')
                input.current?.focus()
              }}
            />
          )}
        </form>
        <IconButton
          icon="info"
          variant="secondary"
          label="How to search"
          aria-expanded={isHelpOpen}
          aria-controls={helpId}
          onClick={() => setIsHelpOpen(!isHelpOpen)}
        />
        {projects.length < 2 ? null : (
          <ProjectSelect value={value.project} projects={projects} onChange={(project) => change({ project })} />
        )}
        <Field label="Order" isLabelHidden className={css.sort}>
          <Select value={value.sort} onChange={(event) => change({ sort: event.target.value as IssueSort })}>
            {SORTS.map(({ id, label }) => (
              <option key={id} value={id}>
                {label}
              </option>
            ))}
          </Select>
        </Field>
      </div>
      <div id={helpId} hidden={!isHelpOpen}>
        {isHelpOpen ? (
          <SearchHelp
            onPick={(clause) => {
              setText(`${text} ${clause}`.trim())
              input.current?.focus()
            }}
          />
        ) : null}
      </div>
      {value.environment.length === 0 ? null : (
        <div className={css.chips}>
          {value.environment.map((name) => (
            <Chip
              key={name}
              removeLabel={`environment ${name}`}
              onRemove={() => change({ environment: value.environment.filter((one) => one !== name) })}
            >
              environment: <bdi>{name}</bdi>
            </Chip>
          ))}
        </div>
      )}
      <div className={css.tabs}>
        <Tabs
          label="Status"
          className={cx(css.statuses)}
          value={status}
          onValueChange={(id) => change({ query: withStatus(value.query, id as StatusTab) })}
          items={STATUS_TABS.map((id) => ({
            id,
            label: TAB_LABELS[id],
            ...(id === status && hits !== undefined ? { count: hits } : {}),
          }))}
        />
        <fieldset className={css.period}>
          <legend className="mh-hidden">Bars show</legend>
          {(['24h', '14d'] as const).map((period) => (
            <Button
              key={period}
              size="sm"
              variant="ghost"
              aria-pressed={value.period === period}
              className={css.choice}
              onClick={() => onChange({ ...value, period })}
            >
              {period}
            </Button>
          ))}
        </fieldset>
      </div>
    </div>
  )
})

interface ProjectSelectProps {
  readonly value: readonly string[]
  readonly projects: readonly Pick<ProjectTeamJson, 'id' | 'name'>[]
  readonly onChange: (ids: readonly string[]) => void
}

/** One project or all; an address that names several shows as such until another is chosen. */
function ProjectSelect({ value, projects, onChange }: ProjectSelectProps) {
  const several = value.length > 1
  return (
    <Field label="Project" isLabelHidden className={css.project}>
      <Select
        value={several ? 'several' : (value[0] ?? '')}
        onChange={(event) => onChange(event.target.value === '' ? [] : [event.target.value])}
      >
        <option value="">All projects</option>
        {several ? <option value="several">{value.length} projects</option> : null}
        {projects.map((project) => (
          <option key={project.id} value={project.id}>
            {project.name}
          </option>
        ))}
      </Select>
    </Field>
  )
}
