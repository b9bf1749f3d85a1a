import type { AlertBackTestJson, AlertFiringJson } from '@mishap/core/client'
import { type Bucket, clip, counted, exactNumber, fillBuckets, visibleText } from '@mishap/core/format'
import { useMemo, useState } from 'react'
import { EventVolume } from '../charts/index.js'
import { Button, ErrorState, ProgressBar, Skeleton, Time } from '../primitives/index.js'
import { AppLink } from '../provider/app-link.js'
import { paths } from '../provider/paths.js'
import type { AlertDraft } from './alert-draft.js'
import { ruleOf } from './alert-draft.js'
import css from './back-test.module.css'
import { listed } from './channels.js'
import { helpfulOnes, isNoisy, messagesAWeek, type Quieter, quieterOnes } from './noise.js'
import { TRIGGER_NAMES } from './rule-words.js'
import { useBackTest, useBackTests } from './use-back-test.js'

export interface BackTestProps {
  readonly org: string
  readonly draft: AlertDraft
  /** Whether it is a rule that could be saved. */
  readonly isWhole: boolean
  readonly onChange: (change: Partial<AlertDraft>) => void
}

const BUCKET_MS = 6 * 3_600_000
const BUCKETS = 14 * 4
const FEW = 8

/** What the rule as it stands would have told in the last 14 days, and what would make it quieter. */
export function BackTest({ org, draft, isWhole, onChange }: BackTestProps) {
  const tried = isWhole ? { project: draft.project, rule: ruleOf(draft) } : null
  const { data, error, isBehind, refetch } = useBackTest(org, tried)
  if (tried === null && data === undefined)
    return (
      <p className={css.note}>Once the rule is complete you see here what it would have told in the last 14 days.</p>
    )
  if (data === undefined && error === null) return <Skeleton lines={5} height={22} label="Looking back 14 days" />
  if (data === undefined || (error !== null && !isBehind))
    return <ErrorState error={error} onRetry={() => void refetch()} />
  return (
    <div className={css.parts} data-behind={isBehind}>
      {isBehind && tried !== null ? <ProgressBar label="Looking back 14 days" /> : <span className={css.line} />}
      {isBlind(draft, data) ? (
        <p className={css.note}>What this rule tells of cannot be looked back at.</p>
      ) : (
        <Past org={org} test={data} />
      )}
      {tried !== null && isNoisy(data) ? <QuieterWays org={org} draft={draft} test={data} onChange={onChange} /> : null}
    </div>
  )
}

function Past({ org, test }: { readonly org: string; readonly test: AlertBackTestJson }) {
  const { firings, count, unknown } = test
  const [picked, setPicked] = useState<number | null>(null)
  const [isWhole, setIsWhole] = useState(false)
  const buckets = useMemo(() => bucketsOf(test), [test])
  const bucket = buckets.find(({ at }) => at === picked)
  const matching = bucket === undefined ? firings : firings.filter((one) => isWithin(one, bucket))
  const shown = isWhole ? matching : matching.slice(0, FEW)
  return (
    <>
      <p className={css.count} role="status">
        <strong>{count === 0 ? 'It would not have fired' : `It would have fired ${timesWords(count)}`}</strong> in the
        last 14 days{count === 0 ? '.' : `: ${messageWords(test)} to each recipient.`}
      </p>
      <EventVolume
        label="Firings"
        noun={['firing', 'firings']}
        buckets={buckets}
        height={72}
        onPick={({ at }) => setPicked(at === picked ? null : at)}
      />
      {firings.length < count ? (
        <p className={css.note}>
          The newest {exactNumber(firings.length)} of {exactNumber(count)} are shown.
        </p>
      ) : null}
      {unknown.length === 0 ? null : (
        <p className={css.note}>
          Not looked back at: {listed(unknown.map((trigger) => TRIGGER_NAMES[trigger].toLowerCase()))}.
        </p>
      )}
      {bucket === undefined ? null : (
        <p className={css.note}>
          Those of one bar.{' '}
          <Button size="sm" variant="ghost" onClick={() => setPicked(null)}>
            Show all
          </Button>
        </p>
      )}
      {shown.length === 0 ? null : (
        <ol aria-label="Firings, the newest first" className={css.firings}>
          {shown.map((firing, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two may be of one moment, and rows hold nothing
            <Firing key={`${firing.at} ${place}`} org={org} firing={firing} />
          ))}
        </ol>
      )}
      {matching.length > FEW ? (
        <div>
          <Button size="sm" variant="ghost" aria-expanded={isWhole} onClick={() => setIsWhole(!isWhole)}>
            {isWhole ? 'Show fewer' : `Show all ${matching.length}`}
          </Button>
        </div>
      ) : null}
    </>
  )
}

function Firing({
  org,
  firing: { at, trigger, issueID, title },
}: {
  readonly org: string
  readonly firing: AlertFiringJson
}) {
  const words = visibleText(clip(title, 140))
  return (
    <li className={css.firing}>
      <span className={css.when}>
        <Time value={at} mode="absolute" isFocusable={false} /> · {TRIGGER_NAMES[trigger]}
      </span>
      {issueID === null ? (
        <bdi>{words}</bdi>
      ) : (
        <AppLink to={paths.issue(org, issueID)}>
          <bdi>{words}</bdi>
        </AppLink>
      )}
    </li>
  )
}

interface QuieterWaysProps {
  readonly org: string
  readonly draft: AlertDraft
  readonly test: AlertBackTestJson
  readonly onChange: (change: Partial<AlertDraft>) => void
}

function QuieterWays({ org, draft, test, onChange }: QuieterWaysProps) {
  const ways = quieterOnes(draft)
  const tests = useBackTests(
    org,
    ways.map(({ change }) => ({ project: draft.project, rule: ruleOf({ ...draft, ...change }) })),
  )
  const found = helpfulOnes(
    ways.map((way, place): Quieter & { messages: number | null } => ({
      ...way,
      messages: tests[place]?.data?.messages ?? null,
    })),
    test.messages,
  )
  return (
    <div className={css.noise} role="status">
      <p>
        That is a lot to read: {counted(Math.round(messagesAWeek(test)), 'message')} a week.
        {found.length === 0 ? '' : ' It would be quieter so:'}
      </p>
      <ul className={css.ways}>
        {found.map(({ words, change, messages }) => (
          <li key={words}>
            <Button size="sm" onClick={() => onChange(change)}>
              {words}
            </Button>
            <span>
              {counted(messages, 'message')} instead of {exactNumber(test.messages)}
            </span>
          </li>
        ))}
      </ul>
    </div>
  )
}

/** Nothing of what it tells is known of the past: that it would not have fired would be a guess. */
function isBlind({ triggers, hasEvents, hasUsers }: AlertDraft, { unknown, count }: AlertBackTestJson): boolean {
  return count === 0 && !hasEvents && !hasUsers && triggers.length > 0 && triggers.every((one) => unknown.includes(one))
}

function messageWords(test: AlertBackTestJson): string {
  const week = messagesAWeek(test)
  const often = week < 1 ? '' : `, about ${exactNumber(Math.round(week))} a week`
  return `${counted(test.messages, 'message')}${often}`
}

function timesWords(count: number): string {
  if (count === 1) return 'once'
  return count === 2 ? 'twice' : `${counted(count, 'time')}`
}

function bucketsOf({ firings, until }: AlertBackTestJson): readonly Bucket[] {
  const points = firings.flatMap(({ at }): [number, number][] => {
    const time = Date.parse(at)
    return Number.isNaN(time) ? [] : [[time / 1000, 1]]
  })
  return fillBuckets(points, { bucketMs: BUCKET_MS, count: BUCKETS, endMs: Date.parse(until) })
}

function isWithin({ at }: AlertFiringJson, bucket: Bucket): boolean {
  const time = Date.parse(at)
  return time >= bucket.at && time < bucket.at + BUCKET_MS
}
