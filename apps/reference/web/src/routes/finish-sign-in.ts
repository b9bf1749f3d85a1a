export { FinishSignInScreen as default } from '@mishap/ui-components'
