import type { EventJson } from '@mishap/core/client'
import { counted, diffEvents } from '@mishap/core/format'
import { type HTMLAttributes, useMemo } from 'react'
import { cx } from '../../primitives/index.js'
import { CrumbsPart } from './crumbs-part.js'
import type { SideNames } from './diff-table.js'
import css from './event-diff.module.css'
import { FieldsPart } from './fields-part.js'
import { StackPart } from './stack-part.js'

export interface EventDiffProps extends HTMLAttributes<HTMLDivElement> {
  readonly one: EventJson
  readonly other: EventJson
  /** What the two are called; short, for the columns. */
  readonly names?: SideNames
}

/**
 * Two events, part by part: what differs is open, what is equal folded, and what differs from event to event anyway
 * (ids, moments) set aside. Side by side where there is room.
 */
export function EventDiff({ one, other, names = ['A', 'B'], className, ...rest }: EventDiffProps) {
  const diff = useMemo(() => diffEvents(one, other), [one, other])
  const steps = diff.breadcrumbs.filter(({ state }) => state !== 'same').length
  const equal = [
    ...(diff.stacks.length > 0 && diff.stacks.every(({ changed }) => changed === 0) ? ['Stack'] : []),
    ...(diff.breadcrumbs.length > 0 && steps === 0 ? ['Breadcrumbs'] : []),
    ...diff.fields.filter(({ changed }) => changed === 0).map(({ label }) => label),
  ]
  return (
    <div className={cx(css.diff, className)} {...rest}>
      <p role="status" className={css.summary}>
        {diff.changed === 0
          ? 'The two events are equal in everything but ids and times.'
          : `${counted(diff.changed, 'difference')} that may say something, ids and times left out.`}
        {diff.changed > 0 && equal.length > 0 ? ` Equal: ${equal.join(', ')}.` : null}
      </p>
      {diff.stacks.map((stack, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: exceptions have no id, and their order never changes
        <StackPart key={at} stack={stack} names={names} />
      ))}
      {diff.fields.slice(0, 2).map((group) => (
        <FieldsPart key={group.id} group={group} names={names} />
      ))}
      {diff.breadcrumbs.length === 0 ? null : <CrumbsPart crumbs={diff.breadcrumbs} changed={steps} names={names} />}
      {diff.fields.slice(2).map((group) => (
        <FieldsPart key={group.id} group={group} names={names} />
      ))}
    </div>
  )
}
