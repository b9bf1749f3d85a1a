export { InvitationScreen as default } from '@mishap/ui-components'
