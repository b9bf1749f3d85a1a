export { NewAlertScreen as default } from '@mishap/ui-components/alerts'
