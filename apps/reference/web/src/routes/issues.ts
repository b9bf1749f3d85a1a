export { IssuesScreen as default } from '@mishap/ui-components'
