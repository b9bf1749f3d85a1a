export { AccountScreen as default } from '@mishap/ui-components'
