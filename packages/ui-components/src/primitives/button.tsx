import { type AnchorHTMLAttributes, type ButtonHTMLAttributes, forwardRef, type ReactNode } from 'react'
import css from './button.module.css'
import { cx } from './cx.js'
import { Icon, type IconName } from './icon.js'

export type ButtonVariant = 'primary' | 'secondary' | 'ghost' | 'danger'
export type ButtonSize = 'sm' | 'md'

interface Look {
  readonly variant?: ButtonVariant
  readonly size?: ButtonSize
  readonly icon?: IconName
  /** An icon after the words. */
  readonly iconEnd?: IconName
}

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement>, Look {
  /** Keeps the focus, says that it is busy, and takes no clicks. */
  readonly busy?: boolean
}

export const Button = forwardRef<HTMLButtonElement, ButtonProps>(function Button(
  { variant = 'secondary', size = 'md', icon, iconEnd, busy = false, className, children, onClick, ...rest },
  ref,
) {
  return (
    <button
      ref={ref}
      type="button"
      className={cx(css.button, css[variant], css[size], className)}
      aria-busy={busy || undefined}
      aria-disabled={busy || undefined}
      onClick={busy ? (event) => event.preventDefault() : onClick}
      {...rest}
    >
      {busy ? <span className={css.spinner} aria-hidden="true" /> : <Lead icon={icon} />}
      {children}
      <Lead icon={iconEnd} />
    </button>
  )
})

export interface IconButtonProps extends Omit<ButtonProps, 'children' | 'icon' | 'iconEnd'> {
  readonly icon: IconName
  /** What it does, for screen readers and as the tooltip of the browser. */
  readonly label: string
}

export const IconButton = forwardRef<HTMLButtonElement, IconButtonProps>(function IconButton(
  { label, variant = 'ghost', className, ...rest },
  ref,
) {
  return (
    <Button
      ref={ref}
      variant={variant}
      aria-label={label}
      title={label}
      className={cx(css.square, className)}
      {...rest}
    />
  )
})

export interface LinkButtonProps extends AnchorHTMLAttributes<HTMLAnchorElement>, Look {
  readonly href: string
}

/** A link that looks like a button: for going somewhere, where `Button` is for doing something. */
export const LinkButton = forwardRef<HTMLAnchorElement, LinkButtonProps>(function LinkButton(
  { variant = 'secondary', size = 'md', icon, iconEnd, className, children, ...rest },
  ref,
) {
  return (
    <a ref={ref} className={cx(css.button, css[variant], css[size], className)} {...rest}>
      <Lead icon={icon} />
      {children}
      <Lead icon={iconEnd} />
    </a>
  )
})

function Lead({ icon }: { icon: IconName | undefined }): ReactNode {
  return icon === undefined ? null : <Icon name={icon} size={14} />
}
