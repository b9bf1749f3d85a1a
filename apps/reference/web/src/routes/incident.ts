export { IncidentScreen as default } from '@mishap/ui-components/uptime'
