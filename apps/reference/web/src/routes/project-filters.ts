export { ProjectFiltersScreen as default } from '@mishap/ui-components'
