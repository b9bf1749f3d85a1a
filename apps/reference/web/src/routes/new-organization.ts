export { NewOrganizationScreen as default } from '@mishap/ui-components'
