export { EditMonitorScreen as default } from '@mishap/ui-components/uptime'
