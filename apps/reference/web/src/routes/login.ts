export { LoginScreen as default } from '@mishap/ui-components'
