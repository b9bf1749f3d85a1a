import type { RoleName } from '@mishap/core/client'
import { clip, visibleText } from '@mishap/core/format'
import { Fragment, type ReactNode } from 'react'
import { Icon } from '../primitives/index.js'
import { useMemberPage } from '../provider/use-organization.js'
import css from './who-can-help.module.css'

export interface WhoCanHelpProps {
  readonly org: string
  /** The least role that may. */
  readonly least: Exclude<RoleName, 'member'>
  /** What one may not do, and with which role one could. */
  readonly children: ReactNode
}

const MOST_NAMES = 3
const FROM = {
  admin: ['owner', 'manager', 'admin'],
  manager: ['owner', 'manager'],
  owner: ['owner'],
} as const satisfies Record<WhoCanHelpProps['least'], readonly RoleName[]>

/** Why something cannot be done here, and whom to ask. */
export function WhoCanHelp({ org, least, children }: WhoCanHelpProps) {
  const people = useMemberPage(org, { role: [...FROM[least]], limit: 20 })
  const names = (people.data?.items ?? [])
    .filter(({ user }) => user !== null)
    .map(({ user, email }) => ({ email, name: user?.name || email }))
  const shown = names.slice(0, MOST_NAMES)
  return (
    <p className={css.help}>
      <Icon name="info" size={14} />
      <span>
        {children}
        {shown.length === 0 ? null : (
          <>
            {' '}
            Ask{' '}
            {shown.map(({ email, name }, at) => (
              <Fragment key={email}>
                {at === 0 ? null : ', '}
                <a href={`mailto:${email}`} title={visibleText(email)}>
                  <bdi>{visibleText(clip(name, 60))}</bdi>
                </a>
              </Fragment>
            ))}
            {names.length > MOST_NAMES ? ' or another of them' : null}.
          </>
        )}
      </span>
    </p>
  )
}
