export { NotificationsScreen as default } from '@mishap/ui-components'
