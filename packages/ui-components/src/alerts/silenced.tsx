import type { MuteJson } from '@mishap/core/client'
import { clip, visibleText } from '@mishap/core/format'
import { Button, Time, useNow, useToast } from '../primitives/index.js'
import { useMutes, useUnmute } from '../provider/use-integrations.js'
import { useMay } from '../provider/use-project-settings.js'
import css from './alert-list.module.css'
import { Lint } from './coverage-lint.js'

export interface SilencedProps {
  readonly org: string
  /** Its slug: what is silent elsewhere alone is left out. */
  readonly project?: string
}

/** Places of which nobody is told for now, whatever the rules say; nothing where there are none. */
export function Silenced({ org, project }: SilencedProps) {
  const now = useNow(60_000)
  const { data = [] } = useMutes(org)
  const mayWrite = useMay(org, 'project:write')
  const unmute = useUnmute(org)
  const toast = useToast()
  const isHere = ({ isOwn, issueID, project: of, until }: MuteJson) =>
    !isOwn &&
    issueID === null &&
    (of === null || project === undefined || of.slug === project) &&
    (until === null || Date.parse(until) > now)
  const mutes = data.filter(isHere)
  if (mutes.length === 0) return null
  const takeBack = (id: string) =>
    unmute.mutate([id], {
      onError: (error) => toast.show({ message: `It stays muted: ${error.message}`, tone: 'danger' }),
    })
  return (
    <Lint title="Muted for everybody">
      <ul className={css.lintList}>
        {mutes.map((mute) => (
          <li key={mute.id} className={css.lintItem}>
            <span>
              <Words mute={mute} />
            </span>
            {mayWrite ? (
              <Button
                size="sm"
                busy={unmute.isPending && unmute.variables?.includes(mute.id)}
                onClick={() => takeBack(mute.id)}
              >
                Unmute
                <span className="mh-hidden"> {placeOf(mute)}</span>
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
    </Lint>
  )
}

function Words({ mute }: { readonly mute: MuteJson }) {
  const { until, createdBy } = mute
  return (
    <>
      Nobody is told of anything in <bdi>{placeOf(mute)}</bdi>
      {until === null ? ' until it is unmuted' : ' until '}
      {until === null ? null : <Time value={until} mode="absolute" />}.
      {createdBy === null ? null : (
        <>
          {' '}
          <bdi>{clip(visibleText(createdBy), 80)}</bdi> muted it.
        </>
      )}
    </>
  )
}

function placeOf({ project }: MuteJson): string {
  return project === null ? 'this organization' : clip(visibleText(project.name), 80)
}
