export { ProjectSetupScreen as default } from '@mishap/ui-components'
