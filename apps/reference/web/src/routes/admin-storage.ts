export { AdminStorageScreen as default } from '@mishap/ui-components'
