import type { EventDetailJson } from '@mishap/core/client'
import { safeUrl } from '@mishap/core/format'
import type { HTMLAttributes, ReactNode } from 'react'
import { cx, Level, LongText, Time } from '../primitives/index.js'
import css from './highlights.module.css'

export interface HighlightsProps extends HTMLAttributes<HTMLDListElement> {
  readonly event: EventDetailJson
  /** The tags that matter most, in order. */
  readonly tagKeys?: readonly string[]
}

const TAGS = ['environment', 'release', 'transaction', 'url', 'server_name', 'browser', 'os', 'runtime']

/** The handful of facts that decide where to look first. */
export function Highlights({ event, tagKeys = TAGS, className, ...rest }: HighlightsProps) {
  const tags = new Map(event.tags.map(({ key, value }) => [key, value]))
  const level = tags.get('level')
  const user = event.user
  const who = user === null ? null : (user.username ?? user.email ?? user.id ?? user.ip_address)
  const facts: readonly (readonly [string, ReactNode])[] = [
    ['When', <Time key="when" value={event.dateCreated} />],
    ...(level === undefined ? [] : [['Level', <Level key="level" level={level} />] as const]),
    ...(who === null || who === ''
      ? []
      : [
          [
            'User',
            <LongText key="user" max={80}>
              {String(who)}
            </LongText>,
          ] as const,
        ]),
    ...tagKeys
      .filter((key) => tags.has(key))
      .map((key) => [key, <TagText key={key} value={tags.get(key) ?? ''} />] as const),
  ]
  return (
    <dl className={cx(css.facts, className)} {...rest}>
      {facts.map(([label, value]) => (
        <div key={label} className={css.fact}>
          <dt className={css.label}>
            <LongText max={60}>{label}</LongText>
          </dt>
          <dd className={css.value}>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

function TagText({ value }: { readonly value: string }) {
  const href = safeUrl(value)
  const text = <LongText max={80}>{value}</LongText>
  if (href === null) return text
  return (
    <a href={href} target="_blank" rel="noopener noreferrer nofollow">
      {text}
    </a>
  )
}
