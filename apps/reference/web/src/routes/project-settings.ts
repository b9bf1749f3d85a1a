export { ProjectSettingsScreen as default } from '@mishap/ui-components'
