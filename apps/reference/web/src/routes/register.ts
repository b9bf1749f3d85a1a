export { RegisterScreen as default } from '@mishap/ui-components'
