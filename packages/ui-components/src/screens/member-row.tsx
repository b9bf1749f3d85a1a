import type { MemberDetailJson, RoleName } from '@mishap/core/client'
import { visibleText } from '@mishap/core/format'
import { Badge, cx, Menu, type MenuItem, Time, useNow } from '../primitives/index.js'
import rows from '../primitives/rows.module.css'
import css from './members.module.css'
import { mayGive } from './roles.js'

export type MemberTask = 'role' | 'resend' | 'remove'

export interface MemberRowProps {
  readonly member: MemberDetailJson
  readonly own: RoleName
  readonly isSelf: boolean
  /** Absent where the reader changes nobody. */
  readonly onTask?: ((task: MemberTask) => void) | undefined
}

const MOST_TEAMS = 4

/** Somebody in an organization, or invited to it, and what can be done about them. */
export function MemberRow({ member, own, isSelf, onTask }: MemberRowProps) {
  const { user, email, pending, isOwner, roleName, teams } = member
  const name = visibleText(user?.name || email)
  return (
    <li className={rows.row}>
      <div className={cx(rows.about, css.about)}>
        <p className={css.name}>
          <bdi>{name}</bdi>
          {isSelf ? <Badge>You</Badge> : null}
          {isOwner ? (
            <Badge tone="accent" title="Keeps role and place until the ownership is handed on">
              Owner of the organization
            </Badge>
          ) : null}
          {pending ? <Pending expires={member.inviteExpires} /> : null}
        </p>
        <p className={css.details}>
          <span>{roleName}</span>
          {user === null || user.name === '' ? null : <bdi>{visibleText(email)}</bdi>}
          {teams.length === 0 ? null : (
            <span title={teams.join(', ')}>
              in {teams.slice(0, MOST_TEAMS).map(visibleText).join(', ')}
              {teams.length > MOST_TEAMS ? ` and ${teams.length - MOST_TEAMS} more` : null}
            </span>
          )}
          <span>
            {pending ? 'invited' : 'since'} <Time value={member.dateCreated} isFocusable={false} />
          </span>
        </p>
      </div>
      {onTask === undefined ? null : (
        <Menu
          label={`What to do about ${name}`}
          isIconOnly
          icon="more"
          size="sm"
          variant="ghost"
          align="end"
          items={tasksOf(member, own, isSelf, onTask)}
        />
      )}
    </li>
  )
}

function Pending({ expires }: { readonly expires: string | null }) {
  const now = useNow()
  const isOver = expires !== null && Date.parse(expires) <= now
  return isOver ? <Badge tone="warn">Invitation expired</Badge> : <Badge tone="info">Invited</Badge>
}

function tasksOf(
  { isOwner, pending, role }: MemberDetailJson,
  own: RoleName,
  isSelf: boolean,
  onTask: (task: MemberTask) => void,
): readonly MenuItem[] {
  const why = isOwner ? 'Hand on the ownership first' : mayGive(own, role) ? undefined : 'Above your own role'
  const refusal = why === undefined ? {} : { isDisabled: true, hint: why }
  return [
    { id: 'role', label: 'Change the role', icon: 'users', onSelect: () => onTask('role'), ...refusal },
    ...(pending
      ? [{ id: 'resend', label: 'Invite again', icon: 'refresh', onSelect: () => onTask('resend') } as const]
      : []),
    {
      id: 'remove',
      label: removalLabel(pending, isSelf),
      icon: 'trash',
      isDanger: true,
      startsGroup: true,
      onSelect: () => onTask('remove'),
      ...refusal,
    },
  ]
}

function removalLabel(pending: boolean, isSelf: boolean): string {
  if (pending) return 'Withdraw the invitation'
  return isSelf ? 'Leave' : 'Remove'
}
