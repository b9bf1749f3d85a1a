import type { HTMLAttributes, ReactNode } from 'react'
import { Button } from './button.js'
import { CopyButton } from './copy.js'
import { cx } from './cx.js'
import { Icon, type IconName } from './icon.js'
import css from './states.module.css'

export interface EmptyStateProps extends Omit<HTMLAttributes<HTMLDivElement>, 'title'> {
  readonly title: ReactNode
  readonly icon?: IconName
  readonly action?: ReactNode
}

/** Why there is nothing here, and what to do about it. */
export function EmptyState({ title, icon, action, className, children, ...rest }: EmptyStateProps) {
  return (
    <div className={cx(css.state, className)} {...rest}>
      {icon === undefined ? null : (
        <span className={css.icon}>
          <Icon name={icon} size={20} />
        </span>
      )}
      <p className={css.title}>{title}</p>
      {children === undefined ? null : <div className={css.body}>{children}</div>}
      {action === undefined ? null : <div className={css.actions}>{action}</div>}
    </div>
  )
}

export interface ErrorStateProps extends Omit<HTMLAttributes<HTMLDivElement>, 'title'> {
  /** An `ApiError`, any other error, or anything that was thrown. */
  readonly error: unknown
  readonly onRetry?: () => void
}

const TITLES: Readonly<Record<number, string>> = {
  0: 'The server could not be reached',
  401: 'You are signed out',
  403: 'You may not see this',
  404: 'Deleted, moved, or no access',
  409: 'Somebody else changed this meanwhile',
  429: 'Too many requests',
}

/** What failed, in words, where it failed; the rest of the page stays usable. */
export function ErrorState({ error, onRetry, className, ...rest }: ErrorStateProps) {
  const { status, message, requestId, retryAfterSeconds } = factsOf(error)
  const details = [`${status === null ? '' : `${status} `}${message}`, requestId === null ? '' : `request ${requestId}`]
  return (
    <div role="alert" className={cx(css.state, css.error, className)} {...rest}>
      <span className={css.icon}>
        <Icon name="alert" size={20} />
      </span>
      <p className={css.title}>{(status === null ? undefined : TITLES[status]) ?? 'This could not be loaded'}</p>
      <div className={css.body}>
        <p>{message}</p>
        {retryAfterSeconds === null ? null : <p>Try again in {retryAfterSeconds} seconds.</p>}
        {requestId === null ? null : (
          <p className={css.request}>
            Request <code>{requestId}</code>
          </p>
        )}
      </div>
      <div className={css.actions}>
        {onRetry === undefined ? null : (
          <Button size="sm" icon="refresh" onClick={onRetry}>
            Try again
          </Button>
        )}
        <CopyButton text={details.filter(Boolean).join('\n')} label="Copy details" variant="ghost" />
      </div>
    </div>
  )
}

interface ErrorFacts {
  readonly status: number | null
  readonly message: string
  readonly requestId: string | null
  readonly retryAfterSeconds: number | null
}

// By shape and not by class: a bundle may hold two copies of ApiError.
function factsOf(error: unknown): ErrorFacts {
  const facts = (typeof error === 'object' && error !== null ? error : {}) as Partial<ErrorFacts>
  return {
    status: typeof facts.status === 'number' ? facts.status : null,
    message: typeof facts.message === 'string' && facts.message !== '' ? facts.message : String(error),
    requestId: facts.requestId ?? null,
    retryAfterSeconds: facts.retryAfterSeconds ?? null,
  }
}

export interface SkeletonProps extends HTMLAttributes<HTMLDivElement> {
  readonly lines?: number
  /** Of one line, in pixels. Give the size that the content will have, so that nothing jumps. */
  readonly height?: number
  readonly label?: string
}

/** Stands where content will be. Shows itself after 150 ms only: what is quick should not flicker. */
export function Skeleton({ lines = 3, height = 16, label = 'Loading', className, ...rest }: SkeletonProps) {
  return (
    <div role="status" className={cx(css.skeleton, className)} {...rest}>
      <span className="mh-hidden">{label}</span>
      {Array.from({ length: lines }, (_, line) => (
        <span
          // biome-ignore lint/suspicious/noArrayIndexKey: the lines are alike and never move
          key={line}
          className={css.line}
          data-last={line === lines - 1 && lines > 1}
          style={{ blockSize: height }}
        />
      ))}
    </div>
  )
}

export interface ProgressBarProps extends HTMLAttributes<HTMLDivElement> {
  readonly label: string
  /** From 0 to 1; left out while nobody knows. */
  readonly value?: number
}

/** Two pixels over content that is being fetched again, or a share of something. */
export function ProgressBar({ label, value, className, ...rest }: ProgressBarProps) {
  const share = value === undefined ? undefined : Math.round(Math.min(1, Math.max(0, value)) * 100)
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuenow={share}
      aria-valuemin={0}
      aria-valuemax={100}
      className={cx(css.progress, share === undefined && css.unknown, className)}
      {...rest}
    >
      <span className={css.fill} style={share === undefined ? undefined : { inlineSize: `${share}%` }} />
    </div>
  )
}
