import type { EventUserJson } from '@mishap/core/client'
import type { HTMLAttributes } from 'react'
import { cx, EmptyState, Icon, LongText } from '../primitives/index.js'
import { KeyValues } from './key-values.js'
import { MetaAt, useMeta } from './meta.js'
import css from './user-panel.module.css'

export interface UserPanelProps extends HTMLAttributes<HTMLDivElement> {
  readonly user: EventUserJson | null
}

const LABELS = { id: 'Id', email: 'Email', username: 'User name', name: 'Name', ip_address: 'IP address' } as const

/** Who was using the program. */
export function UserPanel({ user, className, ...rest }: UserPanelProps) {
  const meta = useMeta()
  const rows = user === null ? [] : rowsOf(user)
  if (user === null || rows.length === 0) return <EmptyState title="No user came with this event" />
  // The rows are named for readers, the remarks for programs.
  const labelled = {
    ...meta,
    ...Object.fromEntries(Object.entries(LABELS).map(([key, label]) => [label, meta?.[key]])),
  }
  const display = [user.name, user.username, user.email, user.id, user.ip_address].find(Boolean)
  return (
    <div className={className} {...rest}>
      <p className={css.who}>
        <span className={css.avatar}>
          <Icon name="user" size={16} />
        </span>
        <LongText className={cx(css.name)} max={120}>
          {display ?? 'Unknown user'}
        </LongText>
      </p>
      <MetaAt meta={labelled}>
        <KeyValues rows={rows} />
      </MetaAt>
    </div>
  )
}

function rowsOf(user: EventUserJson): readonly (readonly [string, unknown])[] {
  const known = Object.entries(LABELS).map(([key, label]) => [label, user[key]] as const)
  const others = Object.entries(user).filter(([key]) => !Object.hasOwn(LABELS, key))
  return [...known, ...others].filter(([, value]) => value !== null && value !== undefined && value !== '')
}
