export { OrganizationSettingsScreen as default } from '@mishap/ui-components'
