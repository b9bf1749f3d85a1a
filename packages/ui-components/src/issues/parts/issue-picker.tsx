import type { IssueJson, IssueListQuery } from '@mishap/core/client'
import { clip } from '@mishap/core/format'
import { useEffect, useState } from 'react'
import { Button, ErrorState, Field, Level, Num, Skeleton, TextInput } from '../../primitives/index.js'
import { useIssues } from '../../provider/use-queries.js'
import { titleParts } from '../issue-title.js'
import css from './issue-picker.module.css'
import { readReference } from './issue-reference.js'

export interface IssuePickerProps {
  readonly org: string
  /** Id of the project to search in; a pasted link may name an issue of another. */
  readonly project: string
  readonly label: string
  /** On the button of each issue that was found. */
  readonly verb: string
  /** Ids that are not offered. */
  readonly without: readonly string[]
  readonly onPick: (issue: IssueJson) => void
}

const FOUND = 6
const PAUSE_MS = 250

/** Finds an issue by its short id, a pasted link or words; Enter takes the first. */
export function IssuePicker({ org, project, label, verb, without, onPick }: IssuePickerProps) {
  const [text, setText] = useState('')
  const settled = useSettled(text)
  const found = useIssues(org, queryOf(settled, project))
  const shown = (found.data?.items ?? []).filter(({ id }) => !without.includes(id)).slice(0, FOUND)
  const pick = (issue: IssueJson) => {
    setText('')
    onPick(issue)
  }
  return (
    <div className={css.picker}>
      <Field label={label} hint="A short id such as SHOP-1A, a pasted link, or words of its title">
        <TextInput
          icon="search"
          type="search"
          autoComplete="off"
          spellCheck={false}
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter') return
            event.preventDefault()
            const [first] = shown
            // What is listed may still be of the words before.
            if (first !== undefined && text === settled && !found.isPlaceholderData) pick(first)
          }}
        />
      </Field>
      {found.data === undefined && found.error !== null ? (
        <ErrorState error={found.error} onRetry={() => void found.refetch()} />
      ) : null}
      {found.data === undefined && found.error === null ? <Skeleton lines={3} height={34} label="Searching" /> : null}
      {found.data === undefined ? null : (
        <ul aria-label="Found issues" className={css.found} aria-busy={found.isPlaceholderData}>
          {shown.map((issue) => (
            <li key={issue.id} className={css.row}>
              <Level level={issue.level} isCompact />
              <IssueName issue={issue} />
              <Button size="sm" onClick={() => pick(issue)}>
                {verb} <span className="mh-hidden">{issue.shortId}</span>
              </Button>
            </li>
          ))}
        </ul>
      )}
      {found.data !== undefined && shown.length === 0 ? (
        <p role="status" className={css.none}>
          {text.trim() === '' ? 'There is no other issue in this project.' : 'No issue is like that.'}
        </p>
      ) : null}
    </div>
  )
}

/** An issue on two lines: what it is, and its number and size. */
export function IssueName({ issue }: { readonly issue: IssueJson }) {
  const { name, value } = titleParts(issue)
  return (
    <span className={css.issue}>
      <span className={css.title}>
        <bdi className={css.name}>{clip(name, 120)}</bdi> <bdi>{clip(value, 160)}</bdi>
      </span>
      <span className={css.meta}>
        {issue.shortId} · <Num value={Number(issue.count)} /> {issue.count === '1' ? 'event' : 'events'} ·{' '}
        <Num value={issue.userCount} /> {issue.userCount === 1 ? 'user' : 'users'}
      </span>
    </span>
  )
}

function queryOf(text: string, project: string): IssueListQuery {
  const reference = readReference(text)
  if (reference?.kind === 'id') return { id: [reference.id], query: '' }
  return { query: reference?.text ?? '', project: [project], sort: '-last_seen', limit: FOUND + 2 }
}

/** What was typed, once the typing has paused. */
function useSettled(text: string): string {
  const [settled, setSettled] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [text])
  return settled
}
