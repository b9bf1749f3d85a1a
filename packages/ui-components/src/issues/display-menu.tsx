import { lazy, Suspense, useRef, useState } from 'react'
import { Button, Popover, type PopoverHandle, Skeleton } from '../primitives/index.js'
import css from './display-menu.module.css'
import type { IssueSearch } from './search-params.js'

// Columns are chosen now and then; what that takes is read then.
const DisplayPanel = lazy(async () => ({ default: (await import('./display-panel.js')).DisplayPanel }))

export interface DisplayMenuProps {
  readonly value: Pick<IssueSearch, 'columns' | 'density' | 'period'>
  readonly onChange: (change: Partial<Pick<IssueSearch, 'columns' | 'density' | 'period'>>) => void
  /** Keys of tags to offer; any other can be typed. */
  readonly tagKeys?: readonly string[]
  readonly onOpenChange?: (isOpen: boolean) => void
}

const NO_KEYS: readonly string[] = []

/** What the rows of an issue list show: columns and their order, how tall rows are, what the bars cover. */
export function DisplayMenu({ value, onChange, tagKeys = NO_KEYS, onOpenChange }: DisplayMenuProps) {
  const popover = useRef<PopoverHandle>(null)
  const [isOpen, setIsOpen] = useState(false)
  return (
    <>
      <Button
        icon="columns"
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        onClick={(event) => popover.current?.openAt(event.currentTarget)}
      >
        Columns
      </Button>
      <Popover
        ref={popover}
        role="dialog"
        aria-label="Columns"
        align="end"
        className={css.popover}
        onOpenChange={(next) => {
          setIsOpen(next)
          onOpenChange?.(next)
        }}
      >
        {() => (
          <Suspense fallback={<Skeleton lines={8} />}>
            <DisplayPanel value={value} onChange={onChange} tagKeys={tagKeys} />
          </Suspense>
        )}
      </Popover>
    </>
  )
}
