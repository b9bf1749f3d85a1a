export { AppearanceScreen as default } from '@mishap/ui-components'
