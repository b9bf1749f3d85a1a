export { AdminOverviewScreen as default } from '@mishap/ui-components'
