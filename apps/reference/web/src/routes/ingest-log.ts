export { IngestLogScreen as default } from '@mishap/ui-components'
