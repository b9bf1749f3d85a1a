export { UptimeScreen as default } from '@mishap/ui-components/uptime'
