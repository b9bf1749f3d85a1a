import { Card, ErrorState, Skeleton, Time } from '../primitives/index.js'
import { useMe } from '../provider/use-queries.js'
import { ProfilePage } from './profile-page.js'
import css from './settings.module.css'

/** Who the reader is to this server. */
export function AccountScreen() {
  const me = useMe()
  return (
    <ProfilePage title="Account">
      <Card title="Account">
        {me.data === undefined && me.error === null ? <Skeleton lines={4} /> : null}
        {me.data === undefined && me.error !== null ? (
          <ErrorState error={me.error} onRetry={() => void me.refetch()} />
        ) : null}
        {me.data === undefined ? null : (
          <dl className={css.facts}>
            <dt>Name</dt>
            <dd>
              <bdi>{me.data.name || '–'}</bdi>
            </dd>
            <dt>Email</dt>
            <dd>
              <bdi>{me.data.email}</bdi>
            </dd>
            <dt>Rights</dt>
            <dd>
              {me.data.isSuperuser ? 'Superuser: may do everything on this server' : 'By membership of organizations'}
            </dd>
            <dt>Since</dt>
            <dd>
              <Time value={me.data.dateJoined} />
            </dd>
          </dl>
        )}
      </Card>
    </ProfilePage>
  )
}
