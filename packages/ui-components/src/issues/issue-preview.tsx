import type { EventJson, FrameJson, IssueJson, IssueTagJson } from '@mishap/core/client'
import { clip, exceptionsOf, frameFile, frameFunction, percent, threadFrames, visibleText } from '@mishap/core/format'
import { Num, Skeleton, Time } from '../primitives/index.js'
import css from './issue-preview.module.css'
import { oneLine, titleParts } from './issue-title.js'

export interface IssuePreviewProps {
  readonly issue: IssueJson
  /** The newest one; undefined while it is on its way, null where it cannot be had. */
  readonly event: EventJson | null | undefined
  readonly tags: readonly IssueTagJson[] | null | undefined
}

const MOST = 3

/** Enough of an issue to decide whether to open it: where it happens, to whom, since when. */
export function IssuePreview({ issue, event, tags }: IssuePreviewProps) {
  const { name, value } = titleParts(issue)
  return (
    <div className={css.preview}>
      <p className={css.title}>
        <bdi className={css.name}>{name}</bdi> <bdi>{value}</bdi>
      </p>
      <p className={css.reason}>{visibleText(clip(issue.statusReason, 240))}</p>
      {event === undefined ? <Skeleton lines={MOST} label="Loading the newest event" /> : null}
      {event == null ? null : <Frames frames={topFrames(event)} />}
      {tags === undefined ? <Skeleton lines={MOST} label="Loading tags" /> : null}
      {tags == null ? null : <TopTags tags={tags} />}
      <p className={css.times}>
        <span>
          Last seen <Time value={issue.lastSeen} isFocusable={false} />
        </span>
        <span>
          First seen <Time value={issue.firstSeen} isFocusable={false} />
        </span>
        <span>
          <Num value={Number(issue.count)} /> {issue.count === '1' ? 'event' : 'events'},{' '}
          <Num value={issue.userCount} /> {issue.userCount === 1 ? 'user' : 'users'}
        </span>
      </p>
    </div>
  )
}

function Frames({ frames }: { readonly frames: readonly FrameJson[] }) {
  if (frames.length === 0) return <p className={css.none}>The newest event has no stack.</p>
  return (
    <ol className={css.frames}>
      {frames.map((frame, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the frames of one event never move
        <li key={at} className={css.frame}>
          <bdi className={css.function}>{oneLine(frameFunction(frame) ?? '<anonymous>')}</bdi>
          <bdi className={css.file}>
            {oneLine(frameFile(frame) ?? '?')}
            {frame.lineNo == null ? '' : `:${frame.lineNo}`}
          </bdi>
        </li>
      ))}
    </ol>
  )
}

function TopTags({ tags }: { readonly tags: readonly IssueTagJson[] }) {
  const top = topValues(tags)
  if (top.length === 0) return null
  return (
    <dl className={css.tags}>
      {top.map(({ key, value, share }) => (
        <div key={key} className={css.tag}>
          <dt className={css.key}>
            <bdi>{visibleText(clip(key, 40))}</bdi>
          </dt>
          <dd className={css.value}>
            <bdi>{visibleText(clip(value, 80))}</bdi> <span className={css.share}>{share}</span>
          </dd>
        </div>
      ))}
    </dl>
  )
}

/** The innermost frames of the app, the last call first; of anything where there are none of the app. */
function topFrames(event: EventJson): readonly FrameJson[] {
  const stacks = exceptionsOf(event).flatMap(({ stacktrace }) => (stacktrace === undefined ? [] : [stacktrace.frames]))
  const frames = [...(stacks.at(-1) ?? threadFrames(event))].reverse()
  const own = frames.filter(({ inApp }) => inApp === true)
  return (own.length > 0 ? own : frames).slice(0, MOST)
}

/** What the title and the level say already, or what is another in every event, tells nothing. */
const SAID = new Set(['level', 'handled', 'mechanism'])

function topValues(tags: readonly IssueTagJson[]) {
  return tags
    .filter(
      ({ key, uniqueValues, totalValues }) => !SAID.has(key) && (uniqueValues <= 20 || uniqueValues < totalValues / 4),
    )
    .flatMap(({ key, totalValues, topValues: [top] }) =>
      top === undefined ? [] : [{ key, value: top.value, share: percent(top.count, totalValues) }],
    )
    .slice(0, MOST)
}
