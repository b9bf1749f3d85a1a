import type { IssueDetailJson } from '@mishap/core/client'
import type { ComponentType } from 'react'
import { TagDistribution } from '../event/tags.js'
import { Card, ErrorState, Skeleton } from '../primitives/index.js'
import type { IssueTab } from '../provider/paths.js'
import { useIssueTags } from '../provider/use-queries.js'
import { IssueActivityPanel } from './issue-activity.js'

export interface IssuePanelProps {
  readonly org: string
  readonly issue: IssueDetailJson
  /** False for readers, whose changes the server would refuse. */
  readonly canWrite: boolean
}

export interface IssuePanel {
  readonly label: string
  readonly Panel: ComponentType<IssuePanelProps>
  /** A page that is reached from another one has no tab while it is not shown. */
  readonly isHidden?: boolean
}

/** The pages of an issue beside the one with its event, in the order of their tabs. */
export const ISSUE_PANELS: Readonly<Partial<Record<IssueTab, IssuePanel>>> = {
  tags: { label: 'Tags', Panel: TagsPanel },
  activity: { label: 'Activity', Panel: IssueActivityPanel },
}

function TagsPanel({ issue }: IssuePanelProps) {
  const tags = useIssueTags(issue.id)
  if (tags.data === undefined && tags.error !== null)
    return <ErrorState error={tags.error} onRetry={() => void tags.refetch()} />
  return (
    <Card title="Tags of all events">
      {tags.data === undefined ? <Skeleton lines={8} label="Loading tags" /> : <TagDistribution tags={tags.data} />}
    </Card>
  )
}
