export { AdminOrganizationsScreen as default } from '@mishap/ui-components'
