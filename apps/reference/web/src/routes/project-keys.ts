export { ProjectKeysScreen as default } from '@mishap/ui-components'
