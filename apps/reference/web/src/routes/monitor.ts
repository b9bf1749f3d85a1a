export { MonitorScreen as default } from '@mishap/ui-components/uptime'
