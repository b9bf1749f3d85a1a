export { IssueDetailScreen as default } from '@mishap/ui-components'
