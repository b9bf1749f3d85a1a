export { NotFoundScreen as default } from '@mishap/ui-components'
