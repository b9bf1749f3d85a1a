import { Fragment, type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { Button, type ButtonSize, type ButtonVariant, IconButton } from './button.js'
import { cx } from './cx.js'
import { Icon, type IconName } from './icon.js'
import css from './menu.module.css'
import { useAnchor } from './use-anchor.js'

export interface MenuItem {
  readonly id: string
  readonly label: ReactNode
  readonly hint?: ReactNode
  readonly icon?: IconName
  readonly isDisabled?: boolean
  readonly isDanger?: boolean
  /** A line above the item. */
  readonly startsGroup?: boolean
  readonly onSelect: () => void
}

export interface MenuProps {
  /** On the button; with `iconOnly` its name. */
  readonly label: string
  readonly items: readonly MenuItem[]
  readonly icon?: IconName
  readonly isIconOnly?: boolean
  readonly variant?: ButtonVariant
  readonly size?: ButtonSize
  readonly align?: 'start' | 'end'
  readonly isDisabled?: boolean
  readonly className?: string
}

/** A button that opens a menu of actions (native popover: Escape and a click outside close it). */
export function Menu({ label, items, icon, isIconOnly = false, align = 'start', isDisabled, ...look }: MenuProps) {
  const [isOpen, setIsOpen] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const menu = useRef<HTMLDivElement>(null)
  const id = useId()
  useAnchor(button, menu, isOpen, { side: 'below', align })
  useEffect(() => {
    // The attribute is spelled differently in React 18 and 19; the property is not. It also keeps the click that
    // closes the menu from opening it again.
    if (button.current !== null) button.current.popoverTargetElement = menu.current
    const popover = menu.current
    const onToggle = (event: Event) => setIsOpen((event as ToggleEvent).newState === 'open')
    popover?.addEventListener('toggle', onToggle)
    return () => popover?.removeEventListener('toggle', onToggle)
  }, [])
  useEffect(() => {
    if (isOpen) itemsOf(menu.current)[0]?.focus()
  }, [isOpen])

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    if (event.key === 'Tab') menu.current?.hidePopover()
    const to = nextItem(event, itemsOf(menu.current))
    if (to === null) return
    event.preventDefault()
    to.focus()
  }
  const trigger = {
    ...look,
    ref: button,
    'aria-haspopup': 'menu',
    'aria-expanded': isOpen,
    'aria-controls': id,
    disabled: isDisabled === true,
  } as const

  const hasIcons = items.some((item) => item.icon !== undefined)

  return (
    <>
      {isIconOnly ? (
        <IconButton {...trigger} icon={icon ?? 'more'} label={label} />
      ) : (
        <Button {...trigger} {...(icon === undefined ? {} : { icon })} iconEnd="chevron-down">
          {label}
        </Button>
      )}
      <div
        ref={menu}
        id={id}
        popover="auto"
        role="menu"
        aria-label={label}
        className={css.menu}
        tabIndex={-1}
        onKeyDown={onKeyDown}
      >
        {items.map((item) => (
          <Fragment key={item.id}>
            {item.startsGroup === true ? <hr className={css.line} /> : null}
            <button
              type="button"
              role="menuitem"
              tabIndex={-1}
              aria-disabled={item.isDisabled === true || undefined}
              className={cx(css.item, item.isDanger === true && css.danger)}
              onClick={() => {
                if (item.isDisabled === true) return
                menu.current?.hidePopover()
                button.current?.focus()
                item.onSelect()
              }}
            >
              {item.icon === undefined ? <Gap isNeeded={hasIcons} /> : <Icon name={item.icon} size={14} />}
              <span className={css.label}>{item.label}</span>
              {item.hint === undefined ? null : <span className={css.hint}>{item.hint}</span>}
            </button>
          </Fragment>
        ))}
      </div>
    </>
  )
}

/** Keeps the words of items without an icon in line with the others. */
function Gap({ isNeeded }: { readonly isNeeded: boolean }) {
  return isNeeded ? <span className={css.gap} /> : null
}

function itemsOf(menu: HTMLElement | null): readonly HTMLElement[] {
  return menu === null ? [] : [...menu.querySelectorAll<HTMLElement>('[role="menuitem"]')]
}

function nextItem(event: KeyboardEvent, items: readonly HTMLElement[]): HTMLElement | null {
  const at = items.indexOf(document.activeElement as HTMLElement)
  if (event.key === 'ArrowDown') return items[(at + 1) % items.length] ?? null
  if (event.key === 'ArrowUp') return items[(at - 1 + items.length) % items.length] ?? null
  if (event.key === 'Home') return items[0] ?? null
  if (event.key === 'End') return items.at(-1) ?? null
  if (event.key.length !== 1 || event.key === ' ' || event.ctrlKey || event.metaKey || event.altKey) return null
  const rest = [...items.slice(at + 1), ...items.slice(0, at + 1)]
  return rest.find((item) => item.textContent?.trim().toLowerCase().startsWith(event.key.toLowerCase())) ?? null
}
