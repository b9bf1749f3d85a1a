export { TokensScreen as default } from '@mishap/ui-components'
