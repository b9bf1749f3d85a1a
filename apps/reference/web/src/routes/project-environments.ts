export { ProjectEnvironmentsScreen as default } from '@mishap/ui-components'
