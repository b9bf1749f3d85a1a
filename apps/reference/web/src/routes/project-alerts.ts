export { ProjectAlertsScreen as default } from '@mishap/ui-components/alerts'
