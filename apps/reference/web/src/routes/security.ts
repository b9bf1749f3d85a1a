export { SecurityScreen as default } from '@mishap/ui-components'
