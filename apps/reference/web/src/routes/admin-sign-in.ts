export { AdminSignInScreen as default } from '@mishap/ui-components'
