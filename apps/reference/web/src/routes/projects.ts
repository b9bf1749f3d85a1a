export { ProjectsScreen as default } from '@mishap/ui-components'
