import { type HTMLAttributes, type KeyboardEvent, type ReactNode, useId, useState } from 'react'
import { cx } from './cx.js'
import css from './tabs.module.css'
import { useFadingEdges } from './use-fading-edges.js'

export interface TabItem {
  readonly id: string
  readonly label: ReactNode
  readonly count?: ReactNode
  /** Left out where the page shows the panel itself. */
  readonly panel?: ReactNode
}

export interface TabsProps extends Omit<HTMLAttributes<HTMLDivElement>, 'onChange'> {
  /** What the tabs choose between, for screen readers. */
  readonly label: string
  readonly items: readonly TabItem[]
  readonly value?: string
  readonly defaultValue?: string
  readonly onValueChange?: (id: string) => void
}

/** Arrow keys, Home and End move and choose at once, as the ARIA practices have it for panels that are at hand. */
export function Tabs({ label, items, value, defaultValue, onValueChange, className, ...rest }: TabsProps) {
  const base = useId()
  const [inner, setInner] = useState(defaultValue ?? items[0]?.id)
  const list = useFadingEdges<HTMLDivElement>()
  const current = value ?? inner
  const currentItem = items.find((item) => item.id === current) ?? items[0]

  const choose = (id: string) => {
    setInner(id)
    onValueChange?.(id)
  }
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const at = items.findIndex((item) => item.id === currentItem?.id)
    const to = nextIndex(event, at, items.length)
    const next = to === null ? undefined : items[to]
    if (next === undefined) return
    event.preventDefault()
    choose(next.id)
    list.current?.querySelectorAll<HTMLElement>('[role="tab"]')[to ?? 0]?.focus()
  }

  return (
    <div className={className} {...rest}>
      <div ref={list} role="tablist" aria-label={label} className={css.list} onKeyDown={onKeyDown}>
        {items.map((item) => {
          const isCurrent = item.id === currentItem?.id
          return (
            <button
              key={item.id}
              type="button"
              role="tab"
              id={`${base}-${item.id}`}
              aria-selected={isCurrent}
              aria-controls={isCurrent && item.panel !== undefined ? `${base}-panel` : undefined}
              tabIndex={isCurrent ? 0 : -1}
              className={css.tab}
              onClick={() => choose(item.id)}
            >
              {item.label}
              {item.count === undefined ? null : <span className={css.count}>{item.count}</span>}
            </button>
          )
        })}
      </div>
      {currentItem?.panel === undefined ? null : (
        <div
          role="tabpanel"
          id={`${base}-panel`}
          aria-labelledby={`${base}-${currentItem.id}`}
          className={cx(css.panel)}
        >
          {currentItem.panel}
        </div>
      )}
    </div>
  )
}

function nextIndex(event: KeyboardEvent<HTMLElement>, at: number, length: number): number | null {
  const isRtl = getComputedStyle(event.currentTarget).direction === 'rtl'
  if (event.key === (isRtl ? 'ArrowLeft' : 'ArrowRight')) return (at + 1) % length
  if (event.key === (isRtl ? 'ArrowRight' : 'ArrowLeft')) return (at - 1 + length) % length
  if (event.key === 'Home') return 0
  if (event.key === 'End') return length - 1
  return null
}
