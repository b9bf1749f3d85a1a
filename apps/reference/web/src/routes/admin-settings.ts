export { AdminSettingsScreen as default } from '@mishap/ui-components'
