export { SetupScreen as default } from '@mishap/ui-components'
