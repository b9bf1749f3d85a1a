export { ReleasesScreen as default } from '@mishap/ui-components'
