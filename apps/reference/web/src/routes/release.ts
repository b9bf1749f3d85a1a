export { ReleaseScreen as default } from '@mishap/ui-components'
