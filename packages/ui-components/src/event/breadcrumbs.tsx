import type { BreadcrumbJson } from '@mishap/core/client'
import {
  type BreadcrumbKind,
  breadcrumbKind,
  clip,
  describeBreadcrumb,
  humanDuration,
  inlineValue,
  parseTime,
} from '@mishap/core/format'
import { type HTMLAttributes, useMemo, useState } from 'react'
import {
  Button,
  Chip,
  CopyButton,
  cx,
  EmptyState,
  Icon,
  type IconName,
  Level,
  LongText,
  Select,
  TextInput,
  Time,
} from '../primitives/index.js'
import css from './breadcrumbs.module.css'
import { KeyValues } from './key-values.js'
import { MetaAt } from './meta.js'

export interface BreadcrumbsProps extends HTMLAttributes<HTMLDivElement> {
  /** Oldest first. */
  readonly values: readonly BreadcrumbJson[]
  /** When the event happened; crumbs are told by how long before. */
  readonly eventTime?: string | null
}

const ICONS: Readonly<Record<BreadcrumbKind, IconName>> = {
  http: 'globe',
  navigation: 'arrow-right',
  query: 'layers',
  ui: 'device',
  error: 'alert',
  console: 'terminal',
  user: 'user',
  system: 'chip',
  other: 'info',
}

const LEVELS = ['debug', 'info', 'warning', 'error', 'fatal']
const SHOWN = 20

const SNIPPET = `Sentry.addBreadcrumb({
  category: 'cart',
  message: 'Added 2 items',
  level: 'info',
})`

/** What happened before the event, in order of time and ending with it. */
export function Breadcrumbs({ values, eventTime = null, className, ...rest }: BreadcrumbsProps) {
  const [search, setSearch] = useState('')
  const [leastLevel, setLeastLevel] = useState('')
  const [kinds, setKinds] = useState<ReadonlySet<BreadcrumbKind>>(new Set())
  const [isAbsolute, setIsAbsolute] = useState(false)
  const [isWhole, setIsWhole] = useState(false)
  const known = useMemo(() => [...new Set(values.map(breadcrumbKind))].sort(), [values])
  const found = useMemo(
    () => values.filter((crumb) => isWanted(crumb, { search, leastLevel, kinds })),
    [values, search, leastLevel, kinds],
  )
  const shown = isWhole ? found : found.slice(-SHOWN)
  const isFiltering = search !== '' || leastLevel !== '' || kinds.size > 0
  const relax = () => {
    setSearch('')
    setLeastLevel('')
    setKinds(new Set())
  }

  if (values.length === 0) return <NoBreadcrumbs />
  return (
    <div className={cx(css.breadcrumbs, className)} {...rest}>
      <div className={css.tools}>
        <TextInput
          type="search"
          icon="search"
          aria-label="Search breadcrumbs"
          placeholder="Search"
          className={css.control}
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
        <Select
          aria-label="Least level"
          className={css.control}
          value={leastLevel}
          onChange={(event) => setLeastLevel(event.target.value)}
        >
          <option value="">All levels</option>
          {LEVELS.slice(1).map((level) => (
            <option key={level} value={level}>
              {level} and above
            </option>
          ))}
        </Select>
        <Button
          size="sm"
          variant="ghost"
          icon="clock"
          aria-pressed={isAbsolute}
          onClick={() => setIsAbsolute(!isAbsolute)}
        >
          {isAbsolute ? 'Absolute times' : 'Relative times'}
        </Button>
        {known.length > 1 ? (
          <fieldset className={css.kinds}>
            <legend className="mh-hidden">Kinds</legend>
            {known.map((kind) => (
              <Chip
                key={kind}
                icon={<Icon name={ICONS[kind]} size={12} />}
                isPressed={kinds.has(kind)}
                onPress={() => setKinds((all) => toggled(all, kind))}
              >
                {kind}
              </Chip>
            ))}
          </fieldset>
        ) : null}
      </div>
      {shown.length < found.length ? (
        <Button size="sm" variant="ghost" icon="chevron-up" className={css.earlier} onClick={() => setIsWhole(true)}>
          Show {found.length - shown.length} earlier
        </Button>
      ) : null}
      <ol className={css.list}>
        {shown.map((crumb) => (
          <Crumb
            key={values.indexOf(crumb)}
            crumb={crumb}
            place={values.indexOf(crumb)}
            eventTime={eventTime}
            isAbsolute={isAbsolute}
          />
        ))}
      </ol>
      {found.length === 0 ? (
        <EmptyState
          title="No breadcrumb is like that"
          action={isFiltering ? <Button onClick={relax}>Show all</Button> : null}
        />
      ) : null}
    </div>
  )
}

interface CrumbProps {
  readonly crumb: BreadcrumbJson
  /** Among all crumbs of the event. */
  readonly place: number
  readonly eventTime: string | null
  readonly isAbsolute: boolean
}

function Crumb({ crumb, place, eventTime, isAbsolute }: CrumbProps) {
  const kind = breadcrumbKind(crumb)
  const { text, rest } = describeBreadcrumb(crumb)
  return (
    <li className={css.crumb} data-level={LEVELS.includes(crumb.level) ? crumb.level : undefined}>
      <span className={css.when}>
        <When at={crumb.timestamp} eventTime={eventTime} isAbsolute={isAbsolute} />
      </span>
      <span className={css.icon} title={kind}>
        <Icon name={ICONS[kind]} size={14} />
      </span>
      <span className={css.category}>
        <LongText max={80}>{crumb.category ?? crumb.type}</LongText>
      </span>
      <div className={css.what}>
        <p className={css.line}>
          {crumb.level === 'info' || crumb.level === '' ? null : <Level level={crumb.level} className={css.level} />}
          {text === '' ? null : (
            <LongText className={css.message} max={400}>
              {text}
            </LongText>
          )}
        </p>
        {rest.length === 0 ? null : (
          <MetaAt path={['values', place, 'data']}>
            <CrumbData rows={rest} />
          </MetaAt>
        )}
      </div>
    </li>
  )
}

/** A few small values stand on the line; more, or larger ones, behind a button. */
function CrumbData({ rows }: { readonly rows: readonly (readonly [string, unknown])[] }) {
  const [isOpen, setIsOpen] = useState(false)
  const brief = clip(rows.map(([key, value]) => `${key}: ${inlineValue(value, 60)}`).join('  '), 140)
  return (
    <div className={css.data}>
      <button type="button" className={css.dataToggle} aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
        <Icon name={isOpen ? 'chevron-down' : 'chevron-right'} size={10} />
        {isOpen ? <span>data</span> : <LongText max={160}>{brief}</LongText>}
      </button>
      {isOpen ? <KeyValues rows={rows} className={css.table} /> : null}
    </div>
  )
}

function When({ at, eventTime, isAbsolute }: { at: string | null; eventTime: string | null; isAbsolute: boolean }) {
  const crumbAt = parseTime(at)
  const endAt = parseTime(eventTime)
  if (crumbAt === null) return <>–</>
  if (isAbsolute || endAt === null) return <Time value={crumbAt} mode="absolute" isFocusable={false} />
  const iso = new Date(crumbAt).toISOString()
  return (
    <time dateTime={iso} title={iso}>
      {crumbAt > endAt ? '+' : '−'}
      {humanDuration(Math.abs(endAt - crumbAt))}
    </time>
  )
}

function NoBreadcrumbs() {
  return (
    <EmptyState
      title="No breadcrumbs came with this event"
      action={<CopyButton text={SNIPPET} label="Copy a snippet" />}
    >
      They are left by the SDK as the program runs: requests, queries, clicks, log lines, and your own.
    </EmptyState>
  )
}

function isWanted(
  crumb: BreadcrumbJson,
  { search, leastLevel, kinds }: { search: string; leastLevel: string; kinds: ReadonlySet<BreadcrumbKind> },
): boolean {
  if (kinds.size > 0 && !kinds.has(breadcrumbKind(crumb))) return false
  if (leastLevel !== '' && LEVELS.indexOf(crumb.level) < LEVELS.indexOf(leastLevel)) return false
  if (search === '') return true
  const words = `${crumb.category ?? ''} ${crumb.type} ${crumb.message ?? ''} ${inlineValue(crumb.data)}`
  return words.toLowerCase().includes(search.toLowerCase())
}

function toggled<T>(all: ReadonlySet<T>, one: T): ReadonlySet<T> {
  const next = new Set(all)
  if (!next.delete(one)) next.add(one)
  return next
}
