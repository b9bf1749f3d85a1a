export { UsageScreen as default } from '@mishap/ui-components'
