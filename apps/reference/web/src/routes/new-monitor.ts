export { NewMonitorScreen as default } from '@mishap/ui-components/uptime'
