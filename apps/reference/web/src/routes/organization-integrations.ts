export { IntegrationsScreen as default } from '@mishap/ui-components/alerts'
