export { IncidentsScreen as default } from '@mishap/ui-components/uptime'
