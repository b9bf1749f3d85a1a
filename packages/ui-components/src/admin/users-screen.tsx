import type { UserJson } from '@mishap/core/client'
import { clip, counted, visibleText } from '@mishap/core/format'
import { useState } from 'react'
import { Badge, Button, Card, EmptyState, Icon, ProgressBar, Time } from '../primitives/index.js'
import rows from '../primitives/rows.module.css'
import { useInstanceUser, useInstanceUsers } from '../provider/use-admin.js'
import { useMe } from '../provider/use-queries.js'
import { Loaded } from '../screens/loaded.js'
import { Pager } from '../screens/pager.js'
import css from './admin.module.css'
import { AdminPage } from './admin-page.js'
import { SearchBar } from './search-bar.js'
import { useSearch } from './use-search.js'
import { UserActions } from './user-actions.js'

/** Everybody who has an account. */
export function AdminUsersScreen() {
  return (
    <AdminPage title="Users">
      <Users />
    </AdminPage>
  )
}

function Users() {
  const { query, cursor, to, onSearch } = useSearch()
  const users = useInstanceUsers({ query, cursor })
  const me = useMe()
  return (
    <Card isFlush>
      <SearchBar label="Search by address or name" query={query} onSearch={onSearch} />
      {users.isPlaceholderData ? <ProgressBar label="Loading other users" /> : null}
      <Loaded query={users} lines={6} height={40}>
        {({ items, previous, next }) => (
          <>
            {items.length === 0 ? <EmptyState icon="users" title="Nobody has such an address or name" /> : null}
            <ul>
              {items.map((user) => (
                <UserRow key={user.id} user={user} isSelf={user.id === me.data?.id} />
              ))}
            </ul>
            <Pager label="Pages of users" previous={previous} next={next} to={(next) => to({ cursor: next })} />
          </>
        )}
      </Loaded>
    </Card>
  )
}

function UserRow({ user, isSelf }: { readonly user: UserJson; readonly isSelf: boolean }) {
  const [isOpen, setIsOpen] = useState(false)
  const name = shown(user.name || user.email)
  return (
    <li className={rows.row}>
      <div className={rows.about}>
        <p className={css.name}>
          <bdi>{name}</bdi>
          {isSelf ? <Badge>you</Badge> : null}
          {user.isSuperuser ? (
            <Badge tone="accent" icon="star">
              superuser
            </Badge>
          ) : null}
          {user.isActive ? null : (
            <Badge tone="warn" icon="mute">
              locked
            </Badge>
          )}
        </p>
        <p className={css.more}>
          {user.name === '' ? null : <bdi>{shown(user.email)}</bdi>}
          <span>
            since <Time value={user.dateJoined} isFocusable={false} />
          </span>
          <span>
            {user.lastLogin === null ? (
              'never signed in'
            ) : (
              <>
                signed in <Time value={user.lastLogin} isFocusable={false} />
              </>
            )}
          </span>
        </p>
        {isOpen ? <Details id={user.id} /> : null}
      </div>
      <div className={css.buttons}>
        <Button size="sm" variant="ghost" aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
          <Icon name={isOpen ? 'chevron-down' : 'chevron-right'} size={12} /> Details
          <span className="mh-hidden"> of {name}</span>
        </Button>
        <UserActions user={user} isSelf={isSelf} />
      </div>
    </li>
  )
}

const FACTORS: Readonly<Record<string, string>> = {
  totp: 'authenticator app',
  recovery_codes: 'recovery codes',
  webauthn: 'passkeys',
}

function Details({ id }: { readonly id: string }) {
  return (
    <Loaded query={useInstanceUser(id)} lines={2}>
      {({ secondFactors, sessionCount, organizations, identities, hasPasswordAuth }) => (
        <p className={css.more}>
          <span>{hasPasswordAuth ? 'has a password' : 'has no password'}</span>
          <span>
            {secondFactors.length === 0
              ? 'no second factor'
              : `second factors: ${secondFactors.map((factor) => FACTORS[factor] ?? factor).join(', ')}`}
          </span>
          {identities.length === 0 ? null : (
            <span>signs in by {identities.map(({ provider }) => shown(provider)).join(', ')}</span>
          )}
          <span>{sessionCount === 0 ? 'signed in nowhere' : `signed in by ${counted(sessionCount, 'browser')}`}</span>
          <span>
            {organizations.length === 0
              ? 'in no organization'
              : `in ${organizations.map(({ name, role }) => `${shown(name)} (${role})`).join(', ')}`}
          </span>
        </p>
      )}
    </Loaded>
  )
}

function shown(text: string): string {
  return visibleText(clip(text, 120))
}
