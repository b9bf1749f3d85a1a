export { AdminAuditLogScreen as default } from '@mishap/ui-components'
