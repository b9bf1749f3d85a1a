import { useEffect, useId, useRef, useState } from 'react'
import { Button, type ButtonSize, type ButtonVariant, IconButton } from './button.js'
import { cx } from './cx.js'
import type { IconName } from './icon.js'
import { itemsOf, type MenuItem, MenuItems, moveInMenu } from './menu-items.js'
import css from './popover.module.css'
import { useAnchor } from './use-anchor.js'

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

  const trigger = {
    ...look,
    ref: button,
    'aria-haspopup': 'menu',
    'aria-expanded': isOpen,
    'aria-controls': id,
    disabled: isDisabled === true,
  } as const

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
        className={cx(css.surface, css.popover)}
        tabIndex={-1}
        onKeyDown={(event) => {
          if (event.key === 'Tab') menu.current?.hidePopover()
          moveInMenu(event, menu.current)
        }}
      >
        <MenuItems
          items={items}
          onChosen={() => {
            menu.current?.hidePopover()
            button.current?.focus()
          }}
        />
      </div>
    </>
  )
}
