export { AdminIngestScreen as default } from '@mishap/ui-components'
