import { clip, counted, visibleText } from '@mishap/core/format'
import { type FormEvent, useState } from 'react'
import type { EventListParams } from '../issues/event-list-params.js'
import { Button, Field, IconButton, Select, TextInput } from '../primitives/index.js'
import { useIssueTags } from '../provider/use-queries.js'
import css from './event-list-tools.module.css'

export interface EventListToolsProps {
  readonly issueId: string
  readonly params: EventListParams
  /** What the server did not understand of the search. */
  readonly fault: string | null
  readonly onChange: (change: Partial<EventListParams>) => void
  /** Null where there is nothing to save. */
  readonly onSave: (() => void) | null
}

/** Which events of the issue, and what of them. */
export function EventListTools({ issueId, params, fault, onChange, onSave }: EventListToolsProps) {
  const { query, columns } = params
  const [text, setText] = useState(query)
  const [known, setKnown] = useState(query)
  const tags = useIssueTags(issueId)
  // The address is what counts: the way back brings its search along.
  if (known !== query) {
    setKnown(query)
    setText(query)
  }
  const free = (tags.data ?? []).filter(({ key }) => !columns.includes(key) && !OWN_COLUMNS.has(key))
  return (
    <div className={css.tools}>
      {/* biome-ignore lint/a11y/useSemanticElements: React 18 does not know <search> */}
      <form
        role="search"
        className={css.search}
        onSubmit={(event: FormEvent) => {
          event.preventDefault()
          onChange({ query: text.trim() })
        }}
      >
        <Field label="Search the events of this issue" isLabelHidden error={query === '' ? null : fault}>
          <TextInput
            type="search"
            icon="search"
            placeholder="Search its events: words, tag:value, an id"
            autoComplete="off"
            spellCheck={false}
            enterKeyHint="search"
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        </Field>
        {query === '' ? null : (
          <IconButton icon="close" label="Show all events" onClick={() => onChange({ query: '' })} />
        )}
      </form>
      <Field label="Add a tag as a column" isLabelHidden className={css.column}>
        <Select
          value=""
          disabled={free.length === 0}
          onChange={(event) => onChange({ columns: [...columns, event.target.value] })}
        >
          <option value="">Add a column</option>
          {free.map(({ key, uniqueValues }) => (
            <option key={key} value={key}>
              {visibleText(clip(key, 60))} ({counted(uniqueValues, 'value')})
            </option>
          ))}
        </Select>
      </Field>
      <Button icon="download" disabled={onSave === null} onClick={() => onSave?.()}>
        CSV
      </Button>
    </div>
  )
}

/** Tags that the table shows anyway. */
const OWN_COLUMNS: ReadonlySet<string> = new Set(['user', 'release', 'environment', 'url'])
