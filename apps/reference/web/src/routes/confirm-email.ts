export { ConfirmEmailScreen as default } from '@mishap/ui-components'
