export { AdminUsersScreen as default } from '@mishap/ui-components'
