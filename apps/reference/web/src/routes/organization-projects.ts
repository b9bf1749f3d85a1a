export { OrganizationProjectsScreen as default } from '@mishap/ui-components'
