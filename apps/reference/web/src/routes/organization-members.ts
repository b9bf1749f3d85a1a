export { MembersScreen as default } from '@mishap/ui-components'
