import { clip, visibleText } from '@mishap/core/format'
import { Button, Card, EmptyState, ErrorState, Level, Skeleton, Time, useToast } from '../primitives/index.js'
import rows from '../primitives/rows.module.css'
import { useDiscardedIssues, useUndiscard } from '../provider/use-issue-parts.js'
import css from './discarded-issues-screen.module.css'
import { ProjectSettingsPage } from './project-settings-page.js'
import type { ProjectScreenProps } from './project-setup-screen.js'

/** Issues of which a project does not want to hear again, and the way to hear of them again. */
export function DiscardedIssuesScreen({ org, project: slug }: ProjectScreenProps) {
  const discarded = useDiscardedIssues(org, slug)
  const undiscard = useUndiscard(org, slug)
  const toast = useToast()
  const takeBack = (id: string) =>
    undiscard.mutate(id, {
      onSuccess: () => toast.show({ message: 'Events like this are taken again. The next one makes a new issue.' }),
      onError: (error) => toast.show({ message: `That did not work: ${error.message}`, tone: 'danger' }),
    })
  const items = discarded.data ?? []
  return (
    <ProjectSettingsPage org={org} project={slug}>
      <Card title="Discarded issues" isFlush={items.length > 0}>
        {discarded.data === undefined && discarded.error !== null ? (
          <ErrorState error={discarded.error} onRetry={() => void discarded.refetch()} />
        ) : null}
        {discarded.data === undefined && discarded.error === null ? (
          <Skeleton lines={4} height={36} label="Loading discarded issues" />
        ) : null}
        {discarded.data !== undefined && items.length === 0 ? (
          <EmptyState icon="mute" title="Nothing is discarded">
            Discarding an issue deletes it, and events like its own are refused from then on. They are counted among
            what was filtered.
          </EmptyState>
        ) : null}
        {items.length === 0 ? null : (
          <>
            <p className={css.note}>
              Events like these are refused, and counted as filtered for the reason “discarded”.
            </p>
            <ul>
              {items.map(({ id, title, culprit, level, actor, dateCreated }) => (
                <li key={id} className={rows.row}>
                  <div className={rows.about}>
                    <p className={css.title}>
                      <Level level={level} isCompact /> <bdi>{visibleText(clip(title, 300))}</bdi>
                    </p>
                    {culprit === '' ? null : (
                      <p className={css.culprit}>
                        <bdi>{visibleText(clip(culprit, 200))}</bdi>
                      </p>
                    )}
                    <p className={css.who}>
                      {actor === null ? (
                        'discarded'
                      ) : (
                        <>discarded by {visibleText(clip(actor.name || actor.email, 80))}</>
                      )}{' '}
                      <Time value={dateCreated} isFocusable={false} />
                    </p>
                  </div>
                  <Button
                    size="sm"
                    busy={undiscard.isPending && undiscard.variables === id}
                    onClick={() => takeBack(id)}
                  >
                    Take events again<span className="mh-hidden"> like {visibleText(clip(title, 60))}</span>
                  </Button>
                </li>
              ))}
            </ul>
          </>
        )}
      </Card>
    </ProjectSettingsPage>
  )
}
