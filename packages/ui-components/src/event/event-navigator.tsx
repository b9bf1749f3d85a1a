import type { HTMLAttributes, MouseEvent, ReactNode } from 'react'
import { cx, Icon, type IconName } from '../primitives/index.js'
import css from './event-navigator.module.css'

/** `oldest` and `latest`, or an event's id. */
export type EventTarget = string

export interface EventNavigatorProps extends Omit<HTMLAttributes<HTMLElement>, 'onSelect'> {
  readonly previousId: string | null
  readonly nextId: string | null
  /** Where the ends are, among events that were searched for: ids, or null where the event is at that end. */
  readonly firstId?: string | null
  readonly lastId?: string | null
  /** Which event it is, between the steps: `#340 of 1,204`. */
  readonly place?: ReactNode
  /** The address of an event's page: the controls are links that can be opened in a new tab. */
  readonly href: (target: EventTarget) => string
  /** Takes plain clicks over from the browser, for hosts with a router. */
  readonly onGo?: (target: EventTarget) => void
}

/** From event to event of an issue: the first, the one before, the one after, the latest. */
export function EventNavigator({
  previousId,
  nextId,
  firstId = previousId === null ? null : 'oldest',
  lastId = nextId === null ? null : 'latest',
  place,
  href,
  onGo,
  className,
  ...rest
}: EventNavigatorProps) {
  const older: readonly Step[] = [
    { label: 'First event', keys: '{', icon: 'to-first', target: firstId },
    { label: 'Previous event', keys: '[', icon: 'chevron-left', target: previousId },
  ]
  const newer: readonly Step[] = [
    { label: 'Next event', keys: ']', icon: 'chevron-right', target: nextId },
    { label: 'Latest event', keys: '}', icon: 'to-last', target: lastId },
  ]
  const onClick = (event: MouseEvent, target: EventTarget) => {
    if (onGo === undefined || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return
    event.preventDefault()
    onGo(target)
  }
  const draw = ({ label, keys, icon, target }: Step) =>
    target === null ? (
      <span key={label} className={cx(css.step, css.off)} aria-hidden="true">
        <Icon name={icon} size={14} />
      </span>
    ) : (
      <a
        key={label}
        href={href(target)}
        title={`${label} (${keys})`}
        aria-label={label}
        aria-keyshortcuts={keys}
        className={css.step}
        onClick={(event) => onClick(event, target)}
      >
        <Icon name={icon} size={14} />
      </a>
    )
  return (
    <nav aria-label="Events of this issue" className={cx(css.steps, className)} {...rest}>
      {older.map(draw)}
      {place === undefined ? null : <span className={css.place}>{place}</span>}
      {newer.map(draw)}
    </nav>
  )
}

interface Step {
  readonly label: string
  readonly keys: string
  readonly icon: IconName
  readonly target: EventTarget | null
}
