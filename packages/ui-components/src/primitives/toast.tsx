import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useRef, useState } from 'react'
import { Button, IconButton } from './button.js'
import { cx } from './cx.js'
import css from './toast.module.css'

export interface ToastOptions {
  readonly message: ReactNode
  readonly tone?: 'neutral' | 'danger'
  /** Adds an Undo button. */
  readonly onUndo?: () => void
  /** How long it stays, not counting while it is hovered or focused. 8,000 by default; `null` until it is dismissed. */
  readonly durationMs?: number | null
}

export interface Toasts {
  readonly show: (toast: ToastOptions) => string
  readonly dismiss: (id: string) => void
}

const ToastContext = createContext<Toasts | null>(null)

/** The toasts of the nearest `ToastProvider`; throws outside of one. */
export function useToast(): Toasts {
  const toasts = useContext(ToastContext)
  if (toasts === null) throw new Error('useToast was called outside of a ToastProvider')
  return toasts
}

/** Must itself be inside of the `.mh-root` element. At most three toasts show at once, the oldest goes first. */
export function ToastProvider({ children }: { readonly children: ReactNode }) {
  const [shown, setShown] = useState<readonly (ToastOptions & { readonly id: string })[]>([])
  const count = useRef(0)
  const dismiss = useCallback((id: string) => setShown((all) => all.filter((toast) => toast.id !== id)), [])
  const show = useCallback((toast: ToastOptions) => {
    count.current += 1
    const id = `toast-${count.current}`
    setShown((all) => [...all.slice(-2), { ...toast, id }])
    return id
  }, [])
  const toasts = useMemo(() => ({ show, dismiss }), [show, dismiss])
  return (
    <ToastContext.Provider value={toasts}>
      {children}
      <section aria-label="Notifications" aria-live="polite" className={css.region}>
        {shown.map((toast) => (
          <Toast key={toast.id} {...toast} onDismiss={() => dismiss(toast.id)} />
        ))}
      </section>
    </ToastContext.Provider>
  )
}

function Toast({
  message,
  tone = 'neutral',
  onUndo,
  durationMs = 8000,
  onDismiss,
}: ToastOptions & { readonly onDismiss: () => void }) {
  const [isHeld, setIsHeld] = useState(false)
  const dismiss = useRef(onDismiss)
  dismiss.current = onDismiss
  useEffect(() => {
    if (isHeld || durationMs === null) return
    const timer = setTimeout(() => dismiss.current(), durationMs)
    return () => clearTimeout(timer)
  }, [isHeld, durationMs])
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: hovering and focusing only hold the clock
    <div
      className={cx(css.toast, tone === 'danger' && css.danger)}
      onPointerEnter={() => setIsHeld(true)}
      onPointerLeave={() => setIsHeld(false)}
      onFocus={() => setIsHeld(true)}
      onBlur={() => setIsHeld(false)}
    >
      <div className={css.message}>{message}</div>
      {onUndo === undefined ? null : (
        <Button
          size="sm"
          onClick={() => {
            onUndo()
            onDismiss()
          }}
        >
          Undo
        </Button>
      )}
      <IconButton icon="close" size="sm" label="Dismiss" onClick={onDismiss} />
    </div>
  )
}
