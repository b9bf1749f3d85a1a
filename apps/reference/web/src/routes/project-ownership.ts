export { ProjectOwnershipScreen as default } from '@mishap/ui-components'
