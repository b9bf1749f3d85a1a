export { StatusPageScreen as default } from '@mishap/ui-components/uptime'
