export { AlertLogScreen as default } from '@mishap/ui-components/alerts'
