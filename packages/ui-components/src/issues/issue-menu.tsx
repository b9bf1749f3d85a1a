import { type ForwardedRef, forwardRef, useImperativeHandle, useRef } from 'react'
import { type MenuItem, MenuList, Popover, type PopoverHandle } from '../primitives/index.js'

/** Opens a menu or picker at an element: a cell of a table, a button of a bar. */
export type IssueMenuHandle = Pick<PopoverHandle, 'openAt'>

export interface IssueMenuProps {
  readonly label: string
  readonly items: readonly MenuItem[]
  readonly onOpenChange?: (isOpen: boolean) => void
}

/** Opens a picker at its own button, for the keys of a page. */
export interface IssuePickerHandle {
  readonly open: () => void
}

/** A menu without a button of its own. */
export const IssueMenu = forwardRef<IssueMenuHandle, IssueMenuProps>(function IssueMenu(
  { label, items, onOpenChange },
  ref,
) {
  const popover = useRef<PopoverHandle>(null)
  useImperativeHandle(ref, () => ({ openAt: (anchor) => popover.current?.openAt(anchor) }))
  return (
    <Popover ref={popover} {...(onOpenChange === undefined ? {} : { onOpenChange })}>
      {(close) => <MenuList label={label} items={items} onChosen={close} />}
    </Popover>
  )
})

/** What a picker's button and its popup need to find each other. */
export function usePicker(ref: ForwardedRef<IssuePickerHandle>) {
  const button = useRef<HTMLButtonElement>(null)
  const menu = useRef<IssueMenuHandle>(null)
  const open = () => {
    if (button.current !== null) menu.current?.openAt(button.current)
  }
  useImperativeHandle(ref, () => ({ open }))
  return { button, menu, open }
}
