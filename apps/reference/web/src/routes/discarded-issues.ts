export { DiscardedIssuesScreen as default } from '@mishap/ui-components'
