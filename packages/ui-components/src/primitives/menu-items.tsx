import { Fragment, type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react'
import { cx } from './cx.js'
import { Icon, type IconName } from './icon.js'
import css from './menu.module.css'

export interface MenuItem {
  readonly id: string
  readonly label: ReactNode
  readonly hint?: ReactNode
  readonly icon?: IconName
  readonly isDisabled?: boolean
  readonly isDanger?: boolean
  /** A line above the item. */
  readonly startsGroup?: boolean
  /** Makes it one of a choice, and says whether it is the chosen one. */
  readonly isChecked?: boolean
  readonly onSelect: () => void
}

export interface MenuItemsProps {
  readonly items: readonly MenuItem[]
  /** Before the item does what it is for. */
  readonly onChosen: () => void
}

/** The items of a menu, for a box of role `menu` that calls `moveInMenu` for its keys. */
export function MenuItems({ items, onChosen }: MenuItemsProps) {
  const hasIcons = items.some((item) => item.icon !== undefined || item.isChecked !== undefined)
  return items.map((item) => (
    <Fragment key={item.id}>
      {item.startsGroup === true ? <hr className={css.line} /> : null}
      {/* biome-ignore lint/a11y/useAriaPropsSupportedByRole: where it is checked or not, it is a radio */}
      <button
        type="button"
        role={item.isChecked === undefined ? 'menuitem' : 'menuitemradio'}
        aria-checked={item.isChecked}
        tabIndex={-1}
        aria-disabled={item.isDisabled === true || undefined}
        className={cx(css.item, item.isDanger === true && css.danger)}
        onClick={() => {
          if (item.isDisabled === true) return
          onChosen()
          item.onSelect()
        }}
      >
        <Lead item={item} isNeeded={hasIcons} />
        <span className={css.label}>{item.label}</span>
        {item.hint === undefined ? null : <span className={css.hint}>{item.hint}</span>}
      </button>
    </Fragment>
  ))
}

export interface MenuListProps extends MenuItemsProps {
  readonly label: string
}

/** A menu inside of a popover that is open: takes the focus, and moves it by arrow keys, Home, End and letters. */
export function MenuList({ label, items, onChosen }: MenuListProps) {
  const menu = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const own = itemsOf(menu.current)
    const first = own.find((item) => item.getAttribute('aria-checked') === 'true') ?? own[0]
    first?.focus()
  }, [])
  return (
    <div
      ref={menu}
      role="menu"
      aria-label={label}
      tabIndex={-1}
      onKeyDown={(event) => {
        if (event.key === 'Tab') onChosen()
        moveInMenu(event, menu.current)
      }}
    >
      <MenuItems items={items} onChosen={onChosen} />
    </div>
  )
}

export function itemsOf(menu: HTMLElement | null): readonly HTMLElement[] {
  return menu === null ? [] : [...menu.querySelectorAll<HTMLElement>('[role^="menuitem"]')]
}

/** Moves the focus as the ARIA practices have it for a menu. */
export function moveInMenu(event: KeyboardEvent, menu: HTMLElement | null): void {
  const to = nextItem(event, itemsOf(menu))
  if (to === null) return
  event.preventDefault()
  to.focus()
}

/** Keeps the words of items without an icon in line with the others. */
function Lead({ item, isNeeded }: { readonly item: MenuItem; readonly isNeeded: boolean }) {
  if (item.isChecked === true) return <Icon name="check" size={14} />
  if (item.icon !== undefined) return <Icon name={item.icon} size={14} />
  return isNeeded ? <span className={css.gap} /> : null
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
