import type { IssueDetailJson } from '@mishap/core/client'

/** What each page of an issue is given. */
export interface IssuePanelProps {
  readonly org: string
  readonly issue: IssueDetailJson
  /** False for readers, whose changes the server would refuse. */
  readonly canWrite: boolean
}
