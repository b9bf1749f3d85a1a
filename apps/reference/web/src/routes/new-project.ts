export { NewProjectScreen as default } from '@mishap/ui-components'
