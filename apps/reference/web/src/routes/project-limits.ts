export { ProjectLimitsScreen as default } from '@mishap/ui-components'
