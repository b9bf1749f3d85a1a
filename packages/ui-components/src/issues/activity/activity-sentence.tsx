import type { ActivityJson } from '@mishap/core/client'
import { clip, counted, exactNumber, humanDuration, visibleText } from '@mishap/core/format'
import type { ReactNode } from 'react'
import { type IconName, Time } from '../../primitives/index.js'

export interface ActivitySentence {
  readonly icon: IconName
  /** What was done; begins with a verb, for a name stands before it. */
  readonly text: ReactNode
}

type Data = ActivityJson['data']

/** An entry of the log in words. */
export function activitySentence(entry: ActivityJson): ActivitySentence {
  const sentence = sentenceOf(entry)
  if (entry.data.isUndo !== true || entry.type === 'merge') return sentence
  return { ...sentence, text: <>took a change back: {sentence.text}</> }
}

function sentenceOf({ type, data, user }: ActivityJson): ActivitySentence {
  switch (type) {
    case 'set_resolved':
      return { icon: 'check', text: 'resolved this' }
    case 'set_resolved_in_release':
      return { icon: 'check', text: <>resolved this {releaseOf(data)}</> }
    case 'set_resolved_in_commit':
      return { icon: 'check', text: <>resolved this by commit {value(String(data.commit ?? '').slice(0, 12))}</> }
    case 'set_ignored':
      return { icon: 'mute', text: <>ignored this{ignoredUntil(data)}</> }
    case 'set_unresolved':
      return { icon: 'refresh', text: typeof data.reason === 'string' ? 'stopped ignoring this' : 'reopened this' }
    case 'set_regression':
      return { icon: 'refresh', text: <>saw it come back{data.version ? <> in {value(data.version)}</> : null}</> }
    case 'set_escalating':
      return { icon: 'bolt', text: <>found it escalating{escalation(data)}</> }
    case 'set_priority':
      if (data.isAutomatic === true)
        return { icon: 'alert', text: <>left the priority to Mishap: {value(data.priority)}</> }
      return { icon: 'alert', text: <>set the priority to {value(data.priority)}</> }
    case 'assigned':
      return { icon: 'user', text: assignment(data, user?.id) }
    case 'unassigned':
      return { icon: 'user', text: 'assigned this to nobody' }
    case 'create_issue':
      return {
        icon: 'external',
        text: (
          <>
            {data.new === true ? 'made' : 'linked'} {value(data.key)} for this
          </>
        ),
      }
    case 'unlink_issue':
      return { icon: 'external', text: <>took the link to {value(data.key)} off this</> }
    case 'merge':
      if (data.isUndo === true) return { icon: 'layers', text: 'took back what had been split off this' }
      return { icon: 'layers', text: <>merged {counted(lengthOf(data.issues), 'issue')} into this</> }
    case 'unmerge_source':
      return { icon: 'layers', text: <>split an issue off this{partOf(data)}</> }
    case 'unmerge_destination':
      return { icon: 'layers', text: <>made this of a part of another issue{partOf(data)}</> }
    default:
      return { icon: 'info', text: visibleText(clip(type.replaceAll('_', ' '), 60)) }
  }
}

function releaseOf({ version, after }: Data): ReactNode {
  if (version) return <>in {value(version)}</>
  return after ? <>in the next release after {value(after)}</> : 'in the next release'
}

function ignoredUntil(data: Data): ReactNode {
  if (data.ignoreUntilEscalating === true) return ' until it escalates'
  const within = typeof data.ignoreWindow === 'number' ? ` within ${humanDuration(data.ignoreWindow * 60_000)}` : ''
  if (typeof data.ignoreCount === 'number') return ` until ${counted(data.ignoreCount, 'more event')}${within}`
  if (typeof data.ignoreUserCount === 'number') return ` until ${counted(data.ignoreUserCount, 'more user')}${within}`
  if (typeof data.ignoreUntil !== 'string') return null
  return (
    <>
      {' '}
      until <Time value={data.ignoreUntil} mode="absolute" />
    </>
  )
}

/** What the events of a part have in common. */
function partOf({ by, key, value: common }: Data): ReactNode {
  if (typeof common !== 'string') return null
  const name = typeof key === 'string' ? key : 'message'
  if (common === '') return <>: events without {by === 'message' ? 'a message' : value(name)}</>
  return (
    <>
      : {visibleText(clip(name, 60))} {value(common)}
    </>
  )
}

function escalation({ event_count: events, limit }: Data): string {
  if (typeof events !== 'number') return ''
  const usual = typeof limit === 'number' ? `, where more than ${exactNumber(limit)} are unusual` : ''
  return `: ${counted(events, 'event')} within an hour${usual}`
}

function assignment({ assignee, assigneeType, assigneeName }: Data, actor: string | undefined): ReactNode {
  if (assigneeType === 'user' && String(assignee) === actor) return 'took this'
  const name = assigneeName ?? assignee ?? 'somebody'
  return (
    <>
      assigned this to {assigneeType === 'team' ? '#' : ''}
      {value(name)}
    </>
  )
}

function value(text: unknown): ReactNode {
  return (
    <b>
      <bdi>{visibleText(clip(String(text), 120))}</bdi>
    </b>
  )
}

function lengthOf(list: unknown): number {
  return Array.isArray(list) ? list.length : 1
}
