export { TeamsScreen as default } from '@mishap/ui-components'
