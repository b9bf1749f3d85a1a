import type { ReactNode } from 'react'
import { Chip, EmptyState } from '../primitives/index.js'
import css from './issue-empty.module.css'
import { issueStatusOf, partsOf, type StatusTab, statusOf, withoutPart } from './query-text.js'
import { DEFAULT_SEARCH, type IssueSearch } from './search-params.js'

export interface FilteredEmptyProps {
  readonly search: IssueSearch
  /** By id, for the chips. */
  readonly projectNames?: ReadonlyMap<string, string>
  readonly onChange: (next: IssueSearch) => void
}

/** Nothing matches: each part of what was asked for can be taken out. */
export function FilteredEmpty({ search, projectNames, onChange }: FilteredEmptyProps) {
  const status = statusOf(search.query)
  const words = STATUS_WORDS[status]
  const relax = (part: Partial<IssueSearch>) => onChange({ ...search, cursor: null, ...part })
  return (
    <EmptyState icon="filter" title={`No ${words === '' ? '' : `${words} `}issues match`}>
      <p>Take something out:</p>
      <div className={css.chips}>
        {partsOf(search.query).map((part) => (
          <Chip key={part} removeLabel={part} onRemove={() => relax({ query: withoutPart(search.query, part) })}>
            <bdi className={css.part}>{part}</bdi>
          </Chip>
        ))}
        {search.project.map((id) => (
          <Chip
            key={id}
            removeLabel="project"
            onRemove={() => relax({ project: search.project.filter((one) => one !== id) })}
          >
            project: <bdi className={css.part}>{projectNames?.get(id) ?? id}</bdi>
          </Chip>
        ))}
        {search.environment.map((name) => (
          <Chip
            key={name}
            removeLabel={name}
            onRemove={() => relax({ environment: search.environment.filter((one) => one !== name) })}
          >
            environment: <bdi className={css.part}>{name}</bdi>
          </Chip>
        ))}
        {status === 'all' ? null : (
          <Chip
            removeLabel={`only ${words}`}
            onRemove={() => relax({ query: withoutPart(search.query, `is:${status}`) })}
          >
            only {words}
          </Chip>
        )}
        <Chip onPress={() => onChange({ ...DEFAULT_SEARCH, sort: search.sort, period: search.period })}>
          Start over
        </Chip>
      </div>
    </EmptyState>
  )
}

const STATUS_WORDS: Readonly<Record<StatusTab, string>> = {
  unresolved: 'unresolved',
  for_review: 'unreviewed',
  regressed: 'regressed',
  escalating: 'escalating',
  resolved: 'resolved',
  ignored: 'ignored',
  all: '',
}

const GOOD_NEWS: Readonly<Record<StatusTab, readonly [title: string, body: string]>> = {
  unresolved: [
    'No unresolved issues',
    'Everything that was reported is dealt with. New issues appear here by themselves.',
  ],
  for_review: ['Nothing to review', 'Issues that are new or have come back stand here until somebody deals with them.'],
  regressed: ['Nothing has come back', 'Issues that happen again after they were resolved appear here for a week.'],
  escalating: ['Nothing escalates', 'Issues with far more events than usual appear here for a day.'],
  resolved: [
    'Nothing is resolved yet',
    'Resolved issues are kept here. One that happens again goes back to the unresolved.',
  ],
  ignored: ['Nothing is ignored', 'Ignored issues go on counting, but stay out of the way here.'],
  all: ['No issues', 'New issues appear here by themselves.'],
}

/** Nothing in this tab, and nothing was filtered out: mostly good news. */
export function QuietEmpty({ status }: { readonly status: StatusTab }) {
  const [title, body] = GOOD_NEWS[status]
  return (
    <EmptyState icon={issueStatusOf(status) === 'unresolved' ? 'check' : 'bug'} title={title}>
      {body}
    </EmptyState>
  )
}

/** There is no project yet. `action` leads to making one. */
export function NoProjectEmpty({ action }: { readonly action: ReactNode }) {
  return (
    <EmptyState icon="folder" title="Make your first project" action={action}>
      A project is one app or service. It gets an address of its own, a DSN, that its SDK reports errors to.
    </EmptyState>
  )
}
