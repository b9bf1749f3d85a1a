import type { AuditEntryJson } from '@mishap/core/client'
import { clip, visibleText } from '@mishap/core/format'
import { type ReactNode, useId, useState } from 'react'
import { Button, Icon, Time } from '../primitives/index.js'
import rows from '../primitives/rows.module.css'
import css from './audit-log.module.css'
import { type AuditChange, auditChanges, auditVerb } from './audit-words.js'

export interface AuditLogProps {
  readonly entries: readonly AuditEntryJson[]
  /** Narrows the log to one person. */
  readonly onUser?: (id: string) => void
  /** Beside an entry: which organization it is of, where the log is of several. */
  readonly renderPlace?: (entry: AuditEntryJson) => ReactNode
}

/** Who did what to what, and when; behind a button what was before and after. */
export function AuditLog({ entries, onUser, renderPlace }: AuditLogProps) {
  return (
    <ul>
      {entries.map((entry) => (
        <Entry key={entry.id} entry={entry} onUser={onUser} place={renderPlace?.(entry)} />
      ))}
    </ul>
  )
}

const VIA = {
  web: 'in a browser',
  api: 'by the API',
  cli: 'from a command line',
  system: 'by the server',
  slack: 'in Slack',
} as const

interface EntryProps {
  readonly entry: AuditEntryJson
  readonly onUser: AuditLogProps['onUser']
  readonly place: ReactNode
}

function Entry({ entry, onUser, place }: EntryProps) {
  const [isOpen, setIsOpen] = useState(false)
  const id = useId()
  const changes = auditChanges(entry)
  const { actor, target, via, ipAddress } = entry
  // Somebody who does something to their own account.
  const isOwn = target.kind === 'user' && target.id === actor.id
  return (
    <li className={rows.row}>
      <div className={rows.about}>
        <p className={css.sentence}>
          <Actor actor={actor} onUser={onUser} /> <Impersonator entry={entry} />
          {auditVerb(entry)} {isOwn ? null : <b>{shown(target.name)}</b>}
        </p>
        <p className={css.from}>
          <Time value={entry.dateCreated} /> <span>{VIA[via] ?? VIA.api}</span>
          {ipAddress === null ? null : <span>from {shown(ipAddress)}</span>}
          {place === undefined || place === null ? null : <span>{place}</span>}
          <code>{shown(entry.action)}</code>
        </p>
        {isOpen ? <Changes id={id} changes={changes} /> : null}
      </div>
      {changes.length === 0 ? null : (
        <Button
          size="sm"
          variant="ghost"
          aria-expanded={isOpen}
          aria-controls={isOpen ? id : undefined}
          onClick={() => setIsOpen(!isOpen)}
        >
          <Icon name={isOpen ? 'chevron-down' : 'chevron-right'} size={12} /> What changed
          <span className="mh-hidden">
            {' '}
            when {shown(actor.email)} {auditVerb(entry)} {shown(target.name)}
          </span>
        </Button>
      )}
    </li>
  )
}

function Actor({ actor, onUser }: Pick<AuditEntryJson, 'actor'> & Pick<EntryProps, 'onUser'>) {
  const name = shown(actor.email) || 'The server'
  const { id } = actor
  if (onUser === undefined || id === null) return <b>{name}</b>
  return (
    <button type="button" className={css.person} title="Only what this person did" onClick={() => onUser(id)}>
      {name}
    </button>
  )
}

function Impersonator({ entry: { impersonator } }: Pick<EntryProps, 'entry'>) {
  if (impersonator === null) return null
  return <span className={css.impersonator}>({shown(impersonator.email)} in their place) </span>
}

function Changes({ id, changes }: { readonly id: string; readonly changes: readonly AuditChange[] }) {
  return (
    <table id={id} className={css.changes}>
      <thead>
        <tr>
          <th scope="col">What</th>
          <th scope="col">Before</th>
          <th scope="col">After</th>
        </tr>
      </thead>
      <tbody>
        {changes.map(({ name, before, after }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>{before ?? <Nothing />}</td>
            <td>{after ?? <Nothing />}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Nothing() {
  return <span className={css.nothing}>nothing</span>
}

/** Names are anybody's. */
function shown(text: string): ReactNode {
  return <bdi>{visibleText(clip(text, 120))}</bdi>
}
