export { NewPasswordScreen as default } from '@mishap/ui-components'
