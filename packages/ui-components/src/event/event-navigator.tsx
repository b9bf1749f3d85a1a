import type { HTMLAttributes, MouseEvent } from 'react'
import { cx, Icon, type IconName } from '../primitives/index.js'
import css from './event-navigator.module.css'

/** `oldest` and `latest`, or an event's id. */
export type EventTarget = string

export interface EventNavigatorProps extends Omit<HTMLAttributes<HTMLElement>, 'onSelect'> {
  readonly previousId: string | null
  readonly nextId: string | null
  /** The address of an event's page: the controls are links that can be opened in a new tab. */
  readonly href: (target: EventTarget) => string
  /** Takes plain clicks over from the browser, for hosts with a router. */
  readonly onGo?: (target: EventTarget) => void
}

/** From event to event of an issue: the first, the one before, the one after, the latest. */
export function EventNavigator({ previousId, nextId, href, onGo, className, ...rest }: EventNavigatorProps) {
  const steps: readonly { label: string; icon: IconName; target: EventTarget | null }[] = [
    { label: 'First event', icon: 'to-first', target: previousId === null ? null : 'oldest' },
    { label: 'Previous event', icon: 'chevron-left', target: previousId },
    { label: 'Next event', icon: 'chevron-right', target: nextId },
    { label: 'Latest event', icon: 'to-last', target: nextId === null ? null : 'latest' },
  ]
  const onClick = (event: MouseEvent, target: EventTarget) => {
    if (onGo === undefined || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return
    event.preventDefault()
    onGo(target)
  }
  return (
    <nav aria-label="Events of this issue" className={cx(css.steps, className)} {...rest}>
      {steps.map(({ label, icon, target }) =>
        target === null ? (
          <span key={label} className={cx(css.step, css.off)} aria-hidden="true">
            <Icon name={icon} size={14} />
          </span>
        ) : (
          <a
            key={label}
            href={href(target)}
            title={label}
            aria-label={label}
            className={css.step}
            onClick={(event) => onClick(event, target)}
          >
            <Icon name={icon} size={14} />
          </a>
        ),
      )}
    </nav>
  )
}
