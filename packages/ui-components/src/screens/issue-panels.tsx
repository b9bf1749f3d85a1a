import { type ComponentType, lazy, Suspense } from 'react'
import { Skeleton } from '../primitives/index.js'
import type { IssueTab } from '../provider/paths.js'
import { IssueActivityPanel } from './issue-activity.js'
import type { IssuePanelProps } from './issue-panel-props.js'

export interface IssuePanel {
  readonly label: string
  readonly Panel: ComponentType<IssuePanelProps>
  /** A page that is reached from another one has no tab while it is not shown. */
  readonly isHidden?: boolean
}

/** The pages of an issue beside the one with its event, in the order of their tabs. */
export const ISSUE_PANELS: Readonly<Partial<Record<IssueTab, IssuePanel>>> = {
  events: { label: 'Events', Panel: later(async () => (await import('./issue-events-panel.js')).IssueEventsPanel) },
  tags: { label: 'Tags', Panel: later(async () => (await import('./issue-tags-panel.js')).IssueTagsPanel) },
  grouping: {
    label: 'Grouping',
    Panel: later(async () => (await import('./issue-grouping-panel.js')).IssueGroupingPanel),
  },
  activity: { label: 'Activity', Panel: IssueActivityPanel },
  similar: { label: 'Similar', Panel: later(async () => (await import('./issue-similar-panel.js')).IssueSimilarPanel) },
  compare: {
    label: 'Compare',
    Panel: later(async () => (await import('./issue-compare-panel.js')).IssueComparePanel),
    isHidden: true,
  },
}

/** Loaded when it is looked at: most readers of an issue never see it. */
function later(load: () => Promise<ComponentType<IssuePanelProps>>): ComponentType<IssuePanelProps> {
  const Panel = lazy(async () => ({ default: await load() }))
  return function Later(props) {
    return (
      <Suspense fallback={<Skeleton lines={10} height={22} label="Loading the page" />}>
        <Panel {...props} />
      </Suspense>
    )
  }
}
