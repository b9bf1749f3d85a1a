import type { SplitInput } from '@mishap/core/client'
import { clip, counted, visibleText } from '@mishap/core/format'
import { type ReactNode, useId } from 'react'
import { Checkbox, Field, Select, Skeleton } from '../../primitives/index.js'
import { useIssueHashes } from '../../provider/use-issue-parts.js'
import { useIssueTags } from '../../provider/use-queries.js'
import css from './parts-dialog.module.css'

export interface SplitWaysProps {
  readonly org: string
  readonly issueId: string
  readonly value: SplitInput | null
  readonly onChange: (input: SplitInput | null) => void
  /** Events that were chosen before are a way of their own. */
  readonly initial?: SplitInput
}

type Way = 'hash' | 'message' | 'tag' | 'events'

/** How to take an issue apart: the ways, and what each wants to know. */
export function SplitWays({ org, issueId, value, onChange, initial }: SplitWaysProps) {
  const group = useId()
  const way = value === null ? null : wayOf(value)
  const events = initial !== undefined && 'events' in initial ? initial.events : null
  const hashes = useIssueHashes(org, issueId)
  const tags = useIssueTags(issueId)
  const keys = (tags.data ?? []).filter(({ uniqueValues }) => uniqueValues > 1)
  const known = hashes.data?.items ?? []
  const chosen = value !== null && 'hashes' in value ? value.hashes : []
  const option = (id: Way, label: string, hint: ReactNode, input: SplitInput, isDisabled = false) => (
    <label className={css.way}>
      <input
        type="radio"
        name={group}
        checked={way === id}
        disabled={isDisabled}
        onChange={() => onChange(input)}
        aria-describedby={`${group}-${id}`}
      />
      <span>{label}</span>
      <span id={`${group}-${id}`} className={css.wayHint}>
        {hint}
      </span>
    </label>
  )
  return (
    <fieldset className={css.ways}>
      <legend className={css.legend}>What should become an issue of its own?</legend>
      {events === null
        ? null
        : option('events', `The ${counted(events.length, 'chosen event')}`, 'Only these, once.', { events })}
      {option('message', 'Each message', 'Texts that differ only in numbers and ids count as one.', { by: 'message' })}
      {option(
        'tag',
        'Each value of a tag',
        keys.length === 0 && tags.data !== undefined
          ? 'All events of this issue have the same tags.'
          : 'Such as customer, browser or server.',
        { by: 'tag', key: value !== null && 'by' in value && value.by === 'tag' ? value.key : (keys[0]?.key ?? '') },
        keys.length === 0,
      )}
      {way === 'tag' && value !== null && 'by' in value && value.by === 'tag' ? (
        <Field label="Tag" className={css.choice}>
          <Select value={value.key} onChange={(event) => onChange({ by: 'tag', key: event.target.value })}>
            {keys.map(({ key, uniqueValues }) => (
              <option key={key} value={key}>
                {visibleText(clip(key, 60))} ({counted(uniqueValues, 'value')})
              </option>
            ))}
          </Select>
        </Field>
      ) : null}
      {option(
        'hash',
        'Some hashes',
        known.length === 1 ? 'This issue has only one.' : 'What grouping told apart before it was put together.',
        { hashes: chosen },
        hashes.data !== undefined && known.length < 2,
      )}
      {way === 'hash' ? (
        <fieldset className={css.choice}>
          <legend className="mh-hidden">Hashes</legend>
          {hashes.data === undefined ? <Skeleton lines={2} label="Loading hashes" /> : null}
          {known.map(({ id, latestEvent }) => (
            <Checkbox
              key={id}
              className={css.hash}
              checked={chosen.includes(id)}
              onChange={(event) =>
                onChange({ hashes: event.target.checked ? [...chosen, id] : chosen.filter((one) => one !== id) })
              }
              label={
                <>
                  <code>{id.slice(0, 8)}</code> <bdi>{visibleText(clip(latestEvent?.title ?? '', 120))}</bdi>
                </>
              }
            />
          ))}
        </fieldset>
      ) : null}
    </fieldset>
  )
}

function wayOf(input: SplitInput): Way {
  if ('hashes' in input) return 'hash'
  return 'events' in input ? 'events' : input.by
}
