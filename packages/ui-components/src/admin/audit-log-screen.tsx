import type { AuditEntryJson } from '@mishap/core/client'
import { clip, visibleText } from '@mishap/core/format'
import { AuditLogCard, type AuditLogCardProps, ORGANIZATION_KINDS } from '../audit/audit-log-card.js'
import { auditQuery, decodeAudit } from '../audit/audit-params.js'
import { Chip } from '../primitives/index.js'
import { useNavigation } from '../provider/context.js'
import { useInstanceAuditLog } from '../provider/use-admin.js'
import { AdminPage } from './admin-page.js'

const KINDS: AuditLogCardProps['kinds'] = [
  { action: 'instance.', label: 'The instance' },
  { action: 'user.', label: 'Accounts, by superusers' },
  { action: 'account.', label: 'Accounts, by their owners' },
  { action: 'token.', label: 'API tokens' },
  ...ORGANIZATION_KINDS,
]

/** Who changed what, in all of the instance. */
export function AdminAuditLogScreen() {
  return (
    <AdminPage title="Audit log">
      <Log />
    </AdminPage>
  )
}

function Log() {
  const navigation = useNavigation()
  const { path, search } = navigation.useLocation()
  const params = new URLSearchParams(search)
  const organization = (params.get('organization') ?? '').slice(0, 200)
  const query = auditQuery(decodeAudit(search))
  const log = useInstanceAuditLog(organization === '' ? query : { ...query, organization })
  return (
    <>
      {organization === '' ? null : (
        <p>
          <Chip onRemove={() => navigation.navigate(path)} removeLabel="the filter by organization">
            Only <bdi>{visibleText(clip(organization, 80))}</bdi>
          </Chip>
        </p>
      )}
      <AuditLogCard
        log={log}
        kinds={KINDS}
        {...(organization === '' ? { renderPlace: placeOf } : { keep: { organization } })}
      />
    </>
  )
}

function placeOf({ organizationID }: AuditEntryJson) {
  return organizationID === null ? null : <>in organization {organizationID}</>
}
