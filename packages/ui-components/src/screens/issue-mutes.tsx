import { Button, Icon, Time, useNow, useToast } from '../primitives/index.js'
import { useMutes, useUnmute } from '../provider/use-integrations.js'
import css from './issue-mutes.module.css'

/** That alerts do not tell of an issue, for whom, until when, and the way to take it back. */
export function IssueMutes({
  org,
  issueId,
  canWrite,
}: {
  readonly org: string
  readonly issueId: string
  readonly canWrite: boolean
}) {
  const now = useNow(60_000)
  const { data = [] } = useMutes(org)
  const unmute = useUnmute(org)
  const toast = useToast()
  const mutes = data.filter(({ issueID, until }) => issueID === issueId && (until === null || Date.parse(until) > now))
  return mutes.map(({ id, isOwn, until }) => (
    <p key={id} className={css.muted}>
      <Icon name="mute" size={13} />
      <span>
        {isOwn ? 'Muted for you' : 'Its alerts are muted for everybody'}
        {until === null ? null : (
          <>
            {' '}
            until <Time value={until} mode="absolute" />
          </>
        )}
      </span>
      {isOwn || canWrite ? (
        <Button
          size="sm"
          variant="ghost"
          busy={unmute.isPending}
          onClick={() =>
            unmute.mutate([id], {
              onError: (error) => toast.show({ message: `It stays muted: ${error.message}`, tone: 'danger' }),
            })
          }
        >
          Take back
        </Button>
      ) : null}
    </p>
  ))
}
