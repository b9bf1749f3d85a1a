import {
  createContext,
  forwardRef,
  type HTMLAttributes,
  type InputHTMLAttributes,
  type ReactNode,
  type SelectHTMLAttributes,
  type TextareaHTMLAttributes,
  useContext,
  useEffect,
  useId,
  useImperativeHandle,
  useRef,
} from 'react'
import { cx } from './cx.js'
import css from './field.module.css'
import { Icon, type IconName } from './icon.js'

interface ControlIds {
  readonly id?: string
  readonly 'aria-describedby'?: string
  readonly 'aria-invalid'?: boolean
}

const FieldContext = createContext<ControlIds>({})

export interface FieldProps extends HTMLAttributes<HTMLDivElement> {
  readonly label: ReactNode
  readonly hint?: ReactNode
  /** What is wrong with the value and how to mend it; marks the control as invalid. */
  readonly error?: ReactNode
  /** The label is then for screen readers only. */
  readonly isLabelHidden?: boolean
}

/** Ties a label, a hint and an error to the one control inside of it. */
export function Field({ label, hint, error, isLabelHidden = false, className, children, ...rest }: FieldProps) {
  const id = useId()
  const hasHint = hint !== undefined && hint !== null
  const hasError = error !== undefined && error !== null && error !== ''
  const describedBy = [hasHint ? `${id}-hint` : '', hasError ? `${id}-error` : ''].filter(Boolean).join(' ')
  const ids: ControlIds = {
    id,
    ...(describedBy === '' ? {} : { 'aria-describedby': describedBy }),
    ...(hasError ? { 'aria-invalid': true } : {}),
  }
  return (
    <div className={cx(css.field, className)} {...rest}>
      <label htmlFor={id} className={isLabelHidden ? 'mh-hidden' : css.label}>
        {label}
      </label>
      <FieldContext.Provider value={ids}>{children}</FieldContext.Provider>
      {hasHint ? (
        <p id={`${id}-hint`} className={css.hint}>
          {hint}
        </p>
      ) : null}
      <p id={`${id}-error`} className={css.error} aria-live="polite">
        {hasError ? (
          <>
            <Icon name="alert" size={13} /> {error}
          </>
        ) : null}
      </p>
    </div>
  )
}

export interface TextInputProps extends InputHTMLAttributes<HTMLInputElement> {
  readonly icon?: IconName
}

export const TextInput = forwardRef<HTMLInputElement, TextInputProps>(function TextInput(
  { icon, className, ...rest },
  ref,
) {
  const ids = useContext(FieldContext)
  const input = <input ref={ref} type="text" className={cx(css.control, className)} {...ids} {...rest} />
  if (icon === undefined) return input
  return (
    <span className={css.withIcon}>
      <Icon name={icon} size={14} />
      {input}
    </span>
  )
})

export const TextArea = forwardRef<HTMLTextAreaElement, TextareaHTMLAttributes<HTMLTextAreaElement>>(function TextArea(
  { className, ...rest },
  ref,
) {
  const ids = useContext(FieldContext)
  return <textarea ref={ref} rows={4} className={cx(css.control, css.area, className)} {...ids} {...rest} />
})

export const Select = forwardRef<HTMLSelectElement, SelectHTMLAttributes<HTMLSelectElement>>(function Select(
  { className, children, ...rest },
  ref,
) {
  const ids = useContext(FieldContext)
  return (
    <span className={css.select}>
      <select ref={ref} className={cx(css.control, className)} {...ids} {...rest}>
        {children}
      </select>
      <Icon name="chevron-down" size={12} />
    </span>
  )
})

export interface CheckboxProps extends Omit<InputHTMLAttributes<HTMLInputElement>, 'type'> {
  readonly label: ReactNode
  /** The label is then for screen readers only. */
  readonly isLabelHidden?: boolean
  /** Some but not all: shown as a dash. */
  readonly isMixed?: boolean
}

export const Checkbox = forwardRef<HTMLInputElement, CheckboxProps>(function Checkbox(
  { label, isLabelHidden = false, isMixed = false, className, style, ...rest },
  ref,
) {
  const own = useRef<HTMLInputElement>(null)
  useImperativeHandle(ref, () => own.current as HTMLInputElement)
  useEffect(() => {
    if (own.current !== null) own.current.indeterminate = isMixed
  }, [isMixed])
  return (
    <label className={cx(css.check, className)} style={style}>
      <input ref={own} type="checkbox" className={css.box} {...rest} />
      <span className={isLabelHidden ? 'mh-hidden' : undefined}>{label}</span>
    </label>
  )
})
