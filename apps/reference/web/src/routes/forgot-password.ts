export { ForgotPasswordScreen as default } from '@mishap/ui-components'
