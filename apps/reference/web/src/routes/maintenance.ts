export { MaintenanceScreen as default } from '@mishap/ui-components/uptime'
