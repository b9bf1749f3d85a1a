export { AlertScreen as default } from '@mishap/ui-components/alerts'
