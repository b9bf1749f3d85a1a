import { clip, visibleText } from '@mishap/core/format'
import type { HTMLAttributes, ReactNode } from 'react'
import { IconButton } from './button.js'
import { cx } from './cx.js'
import { Icon, type IconName } from './icon.js'
import css from './label.module.css'

export type Tone = 'neutral' | 'accent' | 'ok' | 'info' | 'warn' | 'danger'

export interface BadgeProps extends HTMLAttributes<HTMLSpanElement> {
  readonly tone?: Tone
  readonly icon?: IconName
}

/** A short fact about the thing beside it. The words must carry the meaning; the tone only repeats it. */
export function Badge({ tone = 'neutral', icon, className, children, ...rest }: BadgeProps) {
  return (
    <span className={cx(css.badge, css[tone], className)} {...rest}>
      {icon === undefined ? null : <Icon name={icon} size={12} />}
      {children}
    </span>
  )
}

export interface ChipProps extends Omit<HTMLAttributes<HTMLElement>, 'onClick'> {
  readonly isPressed?: boolean
  /** Makes the chip a toggle button. */
  readonly onPress?: () => void
  /** Adds a button that takes the chip away; its name is "Remove" and `removeLabel`. */
  readonly onRemove?: () => void
  readonly removeLabel?: string
  readonly icon?: ReactNode
}

/** A filter or a choice. With `onPress` a toggle, with `onRemove` it can be taken away, with neither it is text. */
export function Chip({ isPressed, onPress, onRemove, removeLabel, icon, className, children, ...rest }: ChipProps) {
  const body = (
    <>
      {icon}
      {children}
    </>
  )
  if (onPress !== undefined) {
    return (
      <button
        type="button"
        className={cx(css.chip, css.toggle, className)}
        aria-pressed={isPressed === true}
        onClick={onPress}
        {...rest}
      >
        {body}
      </button>
    )
  }
  return (
    <span className={cx(css.chip, className)} {...rest}>
      {body}
      {onRemove === undefined ? null : (
        <IconButton
          icon="close"
          size="sm"
          label={`Remove ${removeLabel ?? 'filter'}`}
          className={css.remove}
          onClick={onRemove}
        />
      )}
    </span>
  )
}

/** A key of the keyboard. */
export function Kbd({ className, ...rest }: HTMLAttributes<HTMLElement>) {
  return <kbd className={cx(css.kbd, className)} {...rest} />
}

const LEVEL_SHAPES = {
  fatal: '6,0.5 11.5,6 6,11.5 0.5,6',
  error: '1,1 11,1 11,11 1,11',
  warning: '6,0.5 11.5,11 0.5,11',
  info: '6,0.5 9.9,2.1 11.5,6 9.9,9.9 6,11.5 2.1,9.9 0.5,6 2.1,2.1',
  debug: '1,4 11,4 11,8 1,8',
  sample: '1,4 11,4 11,8 1,8',
} as const

export interface LevelProps extends HTMLAttributes<HTMLSpanElement> {
  /** An unknown level is shown as `error`'s shape under its own name. */
  readonly level: string
  /** Only the shape; the word is then for screen readers. */
  readonly isCompact?: boolean
}

/** The severity, as a shape, a colour and a word: ◆ fatal, ■ error, ▲ warning, ● info, ▬ debug. */
export function Level({ level, isCompact = false, className, ...rest }: LevelProps) {
  const known = Object.hasOwn(LEVEL_SHAPES, level) ? (level as keyof typeof LEVEL_SHAPES) : 'error'
  return (
    <span className={cx(css.level, className)} data-level={known} {...rest}>
      <svg viewBox="0 0 12 12" width="10" height="10" aria-hidden="true" focusable="false" className={css.shape}>
        <polygon points={LEVEL_SHAPES[known]} />
      </svg>
      <span className={isCompact ? 'mh-hidden' : undefined}>{visibleText(clip(level, 24))}</span>
    </span>
  )
}
