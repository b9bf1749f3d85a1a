import type { ActivityJson } from '@mishap/core/client'
import { ActivityTimeline } from '../issues/activity/activity-timeline.js'
import { CommentComposer } from '../issues/activity/comment-composer.js'
import { Button, Card, ErrorState, Skeleton } from '../primitives/index.js'
import { AppLink } from '../provider/app-link.js'
import { paths } from '../provider/paths.js'
import { useIssueActivity } from '../provider/use-queries.js'
import css from './issue-activity.module.css'
import type { IssuePanelProps } from './issue-panel-props.js'
import { useComments } from './use-comments.js'

const SHOWN = 6

/** The newest of the log beside an event, with a field for a comment. */
export function IssueActivityCard({ org, issue, canWrite }: IssuePanelProps) {
  const comments = useComments(org, issue)
  const entries = shownOf(issue.activity, comments.deleted)
  return (
    <Card title="Activity" actions={<AllActivity org={org} id={issue.id} />}>
      <div className={css.activity}>
        {canWrite ? <CommentComposer people={comments.people} onSubmit={comments.add} /> : null}
        <ActivityTimeline
          entries={entries.slice(0, SHOWN)}
          people={comments.people}
          viewerId={comments.viewerId}
          onEdit={comments.edit}
          onDelete={comments.remove}
        />
        {entries.length === 0 ? <p className={css.none}>Nothing has happened to it yet.</p> : null}
      </div>
    </Card>
  )
}

/** Everything that was done to an issue, or about it. */
export function IssueActivityPanel({ org, issue, canWrite }: IssuePanelProps) {
  const comments = useComments(org, issue)
  const log = useIssueActivity(issue.id)
  if (log.data === undefined && log.error !== null)
    return <ErrorState error={log.error} onRetry={() => void log.refetch()} />
  const all = log.data?.pages.flatMap((page) => page.activity)
  const entries = all === undefined ? undefined : shownOf(all, comments.deleted)
  return (
    <Card title="Activity" className={css.panel}>
      <div className={css.activity}>
        {canWrite ? <CommentComposer people={comments.people} onSubmit={comments.add} /> : null}
        {entries === undefined ? (
          <Skeleton lines={8} label="Loading the activity" />
        ) : (
          <ActivityTimeline
            entries={entries}
            people={comments.people}
            viewerId={comments.viewerId}
            onEdit={comments.edit}
            onDelete={comments.remove}
          />
        )}
        {entries?.length === 0 ? <p className={css.none}>Nothing has happened to it yet.</p> : null}
        {log.hasNextPage ? (
          <Button className={css.older} busy={log.isFetchingNextPage} onClick={() => void log.fetchNextPage()}>
            Show older
          </Button>
        ) : null}
      </div>
    </Card>
  )
}

function AllActivity({ org, id }: { readonly org: string; readonly id: string }) {
  return (
    <AppLink to={paths.issueTab(org, id, 'activity')} className={css.all}>
      All of it
    </AppLink>
  )
}

function shownOf(entries: readonly ActivityJson[], deleted: ReadonlySet<string>): readonly ActivityJson[] {
  return entries.filter(({ id }) => !deleted.has(id))
}
