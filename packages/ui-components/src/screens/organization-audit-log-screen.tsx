import type { OrganizationDetailJson } from '@mishap/core/client'
import { AuditLogCard, ORGANIZATION_KINDS } from '../audit/audit-log-card.js'
import { auditQuery, decodeAudit } from '../audit/audit-params.js'
import { useNavigation } from '../provider/context.js'
import { useAuditLog } from '../provider/use-organization.js'
import { OrganizationPage, type OrganizationScreenProps } from './organization-page.js'
import { WhoCanHelp } from './who-can-help.js'

/** Who changed what in an organization. */
export function OrganizationAuditLogScreen({ org }: OrganizationScreenProps) {
  return (
    <OrganizationPage org={org} title="Audit log">
      {(organization) => <Log organization={organization} />}
    </OrganizationPage>
  )
}

function Log({ organization: { slug: org, access } }: { readonly organization: OrganizationDetailJson }) {
  const { search } = useNavigation().useLocation()
  const mayRead = access.includes('member:write')
  const log = useAuditLog(org, auditQuery(decodeAudit(search)), mayRead)
  if (!mayRead)
    return (
      <WhoCanHelp org={org} least="manager">
        Only managers and owners read who changed what.
      </WhoCanHelp>
    )
  return <AuditLogCard log={log} kinds={ORGANIZATION_KINDS} />
}
