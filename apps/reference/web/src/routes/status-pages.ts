export { StatusPagesScreen as default } from '@mishap/ui-components/uptime'
