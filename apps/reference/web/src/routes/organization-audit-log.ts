export { OrganizationAuditLogScreen as default } from '@mishap/ui-components'
