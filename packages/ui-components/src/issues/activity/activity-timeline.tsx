import type { ActivityJson, PersonJson } from '@mishap/core/client'
import { visibleText } from '@mishap/core/format'
import { type HTMLAttributes, useState } from 'react'
import { ClampedText, cx, Icon, Menu, Time } from '../../primitives/index.js'
import css from './activity.module.css'
import { activitySentence } from './activity-sentence.js'
import { CommentComposer } from './comment-composer.js'
import { Markdown } from './markdown.js'

export interface ActivityTimelineProps extends HTMLAttributes<HTMLElement> {
  /** The newest first. */
  readonly entries: readonly ActivityJson[]
  readonly people: readonly PersonJson[]
  /** Whose comments can be changed; null for a reader. */
  readonly viewerId: string | null
  readonly onEdit?: (entry: ActivityJson, text: string) => Promise<void>
  readonly onDelete?: (entry: ActivityJson) => void
}

/** What happened to an issue: who, what, when, and from where. */
export function ActivityTimeline({
  entries,
  people,
  viewerId,
  onEdit,
  onDelete,
  className,
  ...rest
}: ActivityTimelineProps) {
  if (entries.length === 0) return null
  return (
    <ol className={cx(css.timeline, className)} {...rest}>
      {entries.map((entry) => (
        <li key={entry.id} className={css.entry} data-note={entry.type === 'note'}>
          {entry.type === 'note' ? (
            <Note
              entry={entry}
              people={people}
              {...(entry.user !== null && entry.user.id === viewerId ? { onEdit, onDelete } : {})}
            />
          ) : (
            <Happening entry={entry} />
          )}
        </li>
      ))}
    </ol>
  )
}

function Happening({ entry }: { readonly entry: ActivityJson }) {
  const { icon, text } = activitySentence(entry)
  return (
    <>
      <Icon name={icon} size={13} className={css.icon} />
      <p className={css.sentence}>
        <Who entry={entry} /> {text} <When entry={entry} />
      </p>
    </>
  )
}

/** Of a comment, until more is asked for: whoever pastes a log must not push the rest away. */
const LINES = 18

interface NoteProps {
  readonly entry: ActivityJson
  readonly people: readonly PersonJson[]
  readonly onEdit?: ActivityTimelineProps['onEdit']
  readonly onDelete?: ActivityTimelineProps['onDelete']
}

function Note({ entry, people, onEdit, onDelete }: NoteProps) {
  const [isEditing, setIsEditing] = useState(false)
  const text = typeof entry.data.text === 'string' ? entry.data.text : ''
  return (
    <article className={css.note} aria-label={`Comment by ${nameOf(entry)}`}>
      <header className={css.noteHead}>
        <p className={css.sentence}>
          <Who entry={entry} /> <When entry={entry} />
          {entry.dateEdited === null ? null : <span className={css.edited}> · edited</span>}
        </p>
        {onEdit === undefined || onDelete === undefined || isEditing ? null : (
          <Menu
            label="Your comment"
            isIconOnly
            size="sm"
            variant="ghost"
            align="end"
            items={[
              { id: 'edit', label: 'Edit', onSelect: () => setIsEditing(true) },
              { id: 'delete', label: 'Delete', isDanger: true, onSelect: () => onDelete(entry) },
            ]}
          />
        )}
      </header>
      {isEditing && onEdit !== undefined ? (
        <CommentComposer
          people={people}
          initialText={text}
          submitLabel="Save"
          onCancel={() => setIsEditing(false)}
          onSubmit={async (next) => {
            await onEdit(entry, next)
            setIsEditing(false)
          }}
        />
      ) : (
        <ClampedText lines={LINES} className={css.noteText}>
          <Markdown text={text} people={people} />
        </ClampedText>
      )}
    </article>
  )
}

function Who({ entry }: { readonly entry: ActivityJson }) {
  return (
    <b className={css.who}>
      <bdi>{nameOf(entry)}</bdi>
    </b>
  )
}

function nameOf({ user, via }: ActivityJson): string {
  if (user !== null) return visibleText((user.name || user.email).slice(0, 120))
  if (via === 'slack') return 'A member in Slack'
  return via === 'system' ? 'Mishap' : 'Somebody'
}

const VIA = { web: '', api: ' · by the API', cli: ' · from a command line', system: '', slack: '' } as const

function When({ entry }: { readonly entry: ActivityJson }) {
  return (
    <span className={css.when}>
      <Time value={entry.dateCreated} isFocusable={false} />
      {VIA[entry.via]}
    </span>
  )
}
