export { AlertsScreen as default } from '@mishap/ui-components/alerts'
