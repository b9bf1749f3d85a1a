import type { ProjectTeamJson } from '@mishap/core/client'
import { forwardRef, type ReactNode, useId, useRef, useState } from 'react'
import { Chip, Field, IconButton, Select } from '../primitives/index.js'
import css from './issue-search.module.css'
import { statusOf, withoutStatus, withStatus } from './query-text.js'
import type { SearchSource } from './search/options.js'
import { TokenSearch, type TokenSearchHandle } from './search/token-search.js'
import { SearchHelp } from './search-help.js'
import type { IssueSearch as Search } from './search-params.js'

export interface IssueSearchProps {
  readonly value: Search
  readonly onChange: (next: Search) => void
  /** Keys and values to choose from. Must not be another at every rendering; without it the language's own are offered. */
  readonly source?: SearchSource
  /** What was looked for lately, offered in the empty field. */
  readonly recent?: readonly string[]
  /** To choose between; the choice is left out where there is only one. */
  readonly projects?: readonly Pick<ProjectTeamJson, 'id' | 'name'>[]
  /** What the server did not understand about the search. */
  readonly error?: string | null
  /** Beside the field: how the list is shown. */
  readonly tools?: ReactNode
  /** Under the field: the tabs of the list. */
  readonly children?: ReactNode
}

export interface IssueSearchHandle {
  readonly focus: () => void
}

const NO_SOURCE: SearchSource = { keys: async () => [], values: async () => [] }

/** Which issues: by words and conditions, and by project. A tab of the list says the rest of the search. */
export const IssueSearch = forwardRef<IssueSearchHandle, IssueSearchProps>(function IssueSearch(
  { value, onChange, source = NO_SOURCE, recent, projects = [], error = null, tools, children },
  ref,
) {
  const field = useRef<TokenSearchHandle>(null)
  const [isHelpOpen, setIsHelpOpen] = useState(false)
  const helpId = useId()
  // A saved view has a whole search of its own, and shows it.
  const written = value.view === null ? withoutStatus(value.query) : value.query

  const change = (part: Partial<Search>) => onChange({ ...value, cursor: null, ...part })
  const search = (typed: string) => {
    // Somebody who types `is:` means it; else the tab stays.
    const isWhole = statusOf(typed) !== 'all' || value.view !== null
    change({ query: isWhole ? typed : withStatus(typed, statusOf(value.query)) })
  }

  return (
    <div className={css.search}>
      <div className={css.line}>
        <div className={css.form}>
          <TokenSearch
            ref={(handle) => {
              field.current = handle
              if (typeof ref === 'function') ref(handle)
              else if (ref !== null) ref.current = handle
            }}
            value={written}
            onSearch={search}
            source={source}
            {...(recent === undefined ? {} : { recent })}
            error={error}
          />
        </div>
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
        {tools === undefined ? null : <div className={css.tools}>{tools}</div>}
      </div>
      <div id={helpId} hidden={!isHelpOpen}>
        {isHelpOpen ? <SearchHelp onPick={(clause) => field.current?.add(clause)} /> : null}
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
      {children === undefined ? null : <div className={css.tabs}>{children}</div>}
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
