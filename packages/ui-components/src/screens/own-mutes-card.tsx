import { clip, visibleText } from '@mishap/core/format'
import { Button, Card, Time, useToast } from '../primitives/index.js'
import { AppLink } from '../provider/app-link.js'
import { paths } from '../provider/paths.js'
import type { OwnMute } from '../provider/read-own.js'
import { useDeleteOwnMute, useOwnMutes } from '../provider/use-profile.js'
import { useIssue } from '../provider/use-queries.js'
import css from './notifications-screen.module.css'
import settings from './settings.module.css'

/** What the reader has muted for themselves; nothing is shown where that is nothing. */
export function OwnMutesCard() {
  const { data: mutes = [] } = useOwnMutes()
  if (mutes.length === 0) return null
  return (
    <Card title="Muted for you" isFlush>
      <ul>
        {mutes.map((mute) => (
          <Row key={`${mute.org.id} ${mute.id}`} mute={mute} />
        ))}
      </ul>
    </Card>
  )
}

function Row({ mute }: { readonly mute: OwnMute }) {
  const { org, id, issueID, project, until } = mute
  const back = useDeleteOwnMute()
  const toast = useToast()
  const run = () =>
    back.mutate(
      { org: org.slug, id },
      { onError: (error) => toast.show({ message: `It stays muted: ${error.message}`, tone: 'danger' }) },
    )
  const place = project === null ? `All of ${shownName(org.name)}` : shownName(project.name)
  return (
    <li className={css.mute}>
      <div className={css.about}>
        <p>
          {issueID === null ? (
            <bdi>{place}</bdi>
          ) : (
            <AppLink to={paths.issue(org.slug, issueID)}>
              <IssueName id={issueID} />
            </AppLink>
          )}
        </p>
        <p className={settings.when}>
          {issueID === null ? null : (
            <>
              <bdi>{place}</bdi>
              {' · '}
            </>
          )}
          {until === null ? 'until you take it back' : 'until '}
          {until === null ? null : <Time value={until} mode="absolute" isFocusable={false} />}
        </p>
      </div>
      <Button size="sm" busy={back.isPending} onClick={run}>
        Take back
        <span className="mh-hidden"> the mute of {issueID === null ? place : `issue ${issueID}`}</span>
      </Button>
    </li>
  )
}

function IssueName({ id }: { readonly id: string }) {
  const { data } = useIssue(id)
  return <bdi>{data === undefined ? `Issue ${id}` : clip(visibleText(data.title), 160)}</bdi>
}

function shownName(name: string): string {
  return clip(visibleText(name), 100)
}
