export { ProjectGroupingScreen as default } from '@mishap/ui-components'
