import type { AuditEntryJson, ListPage } from '@mishap/core/client'
import { clip, visibleText } from '@mishap/core/format'
import {
  Button,
  Card,
  Chip,
  EmptyState,
  ErrorState,
  Field,
  ProgressBar,
  Select,
  Skeleton,
} from '../primitives/index.js'
import { useNavigation } from '../provider/context.js'
import { Pager } from '../screens/pager.js'
import { AuditLog, type AuditLogProps } from './audit-log.js'
import css from './audit-log.module.css'
import { type AuditParams, decodeAudit, encodeAudit } from './audit-params.js'

export interface AuditLogCardProps extends Pick<AuditLogProps, 'renderPlace'> {
  /** The answer to `auditQuery(decodeAudit(search))`, as a query gives it. */
  readonly log: {
    readonly data: ListPage<AuditEntryJson> | undefined
    readonly error: Error | null
    readonly isPlaceholderData: boolean
    readonly refetch: () => unknown
  }
  /** What there can be: beginnings of actions with their names. */
  readonly kinds: readonly { readonly action: string; readonly label: string }[]
  /** What else the address says and keeps. */
  readonly keep?: Readonly<Record<string, string>>
}

/** What is done to an organization and what is in it. */
export const ORGANIZATION_KINDS: AuditLogCardProps['kinds'] = [
  { action: 'organization.', label: 'The organization' },
  { action: 'member.', label: 'Members' },
  { action: 'team.', label: 'Teams' },
  { action: 'project.', label: 'Projects' },
  { action: 'key.', label: 'Keys' },
  { action: 'release.', label: 'Releases' },
  { action: 'alert.', label: 'Alerts' },
]

/** The log with its filters and pages, all of which are in the address. */
export function AuditLogCard({ log, kinds, keep, renderPlace }: AuditLogCardProps) {
  const navigation = useNavigation()
  const { path, search } = navigation.useLocation()
  const params = decodeAudit(search)
  const to = (change: Partial<AuditParams>) => path + encodeAudit({ ...params, cursor: null, ...change }, keep)
  const go = (change: Partial<AuditParams>) => navigation.navigate(to(change))
  const items = log.data?.items
  const isFiltered = params.action !== '' || params.user !== ''
  return (
    <Card isFlush>
      <div className={css.filters}>
        <Field label="What" className={css.filter}>
          <Select value={params.action} onChange={(event) => go({ action: event.target.value })}>
            <option value="">Everything</option>
            {kinds.map(({ action, label }) => (
              <option key={action} value={action}>
                {label}
              </option>
            ))}
            {params.action === '' || kinds.some(({ action }) => action === params.action) ? null : (
              <option value={params.action}>{visibleText(params.action)}</option>
            )}
          </Select>
        </Field>
        {params.user === '' ? null : (
          <Chip onRemove={() => go({ user: '' })} removeLabel="the filter by person">
            {nameOf(items, params.user)}
          </Chip>
        )}
      </div>
      {log.isPlaceholderData ? <ProgressBar label="Loading other entries" /> : null}
      {items === undefined && log.error === null ? (
        <Skeleton lines={6} height={40} label="Loading the log" className={css.loading} />
      ) : null}
      {items === undefined && log.error !== null ? (
        <ErrorState error={log.error} onRetry={() => void log.refetch()} />
      ) : null}
      {items?.length === 0 ? (
        <EmptyState
          icon="clock"
          title={isFiltered ? 'Nothing of that kind' : 'Nothing was changed yet'}
          action={
            isFiltered ? <Button onClick={() => go({ action: '', user: '' })}>Show everything</Button> : undefined
          }
        />
      ) : null}
      {items === undefined || items.length === 0 ? null : (
        <AuditLog
          entries={items}
          onUser={(user) => go({ user })}
          {...(renderPlace === undefined ? {} : { renderPlace })}
        />
      )}
      <Pager
        label="Pages of the log"
        previous={log.data?.previous ?? null}
        next={log.data?.next ?? null}
        to={(cursor) => to({ cursor })}
      />
    </Card>
  )
}

function nameOf(items: readonly AuditEntryJson[] | undefined, user: string): string {
  const known = items?.find(({ actor }) => actor.id === user)?.actor.email
  return known === undefined ? `Person ${user}` : visibleText(clip(known, 80))
}
