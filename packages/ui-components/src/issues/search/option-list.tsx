import { clip, visibleText } from '@mishap/core/format'
import { type RefObject, useEffect, useRef } from 'react'
import { cx, Icon } from '../../primitives/index.js'
import over from '../../primitives/popover.module.css'
import { useAnchor } from '../../primitives/use-anchor.js'
import type { SearchOption } from './options.js'
import css from './token-search.module.css'

export interface OptionListProps {
  /** Of the field; options are `id-0`, `id-1`, … */
  readonly id: string
  readonly anchor: RefObject<HTMLElement | null>
  readonly isOpen: boolean
  readonly options: readonly SearchOption[]
  readonly isWaiting: boolean
  readonly current: number | null
  readonly onPoint: (at: number) => void
  readonly onTake: (option: SearchOption) => void
}

/** The list under a search field. The focus stays in the field, which names the active option. */
export function OptionList({ id, anchor, isOpen, options, isWaiting, current, onPoint, onTake }: OptionListProps) {
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const isShown = box.current?.matches(':popover-open') === true
    if (isOpen && !isShown) box.current?.showPopover()
    if (!isOpen && isShown) box.current?.hidePopover()
  }, [isOpen])
  useAnchor(anchor, box, isOpen, { side: 'below', align: 'start' })
  useEffect(() => {
    if (current !== null) document.getElementById(`${id}-${current}`)?.scrollIntoView({ block: 'nearest' })
  }, [id, current])
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: pressing keeps the focus in the field, which is what acts
    <div
      ref={box}
      popover="manual"
      className={cx(over.surface, css.list)}
      onMouseDown={(event) => event.preventDefault()}
    >
      <div id={`${id}-list`} role="listbox" aria-label="Suggestions">
        {isOpen
          ? options.map((option, at) => (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the keys
              // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the field
              <div
                key={keyOf(option)}
                id={`${id}-${at}`}
                role="option"
                aria-selected={at === current}
                className={css.option}
                onPointerMove={() => at !== current && onPoint(at)}
                onClick={() => onTake(option)}
              >
                <OptionText option={option} />
              </div>
            ))
          : null}
      </div>
      <p role="status" className={isWaiting ? css.foot : 'mh-hidden'}>
        {isOpen ? statusText(options.length, isWaiting) : ''}
      </p>
    </div>
  )
}

function OptionText({ option }: { readonly option: SearchOption }) {
  switch (option.kind) {
    case 'recent':
      return (
        <>
          <Icon name="clock" size={13} />
          <bdi className={css.name}>{visibleText(clip(option.query, 120))}</bdi>
          <span className={css.hint}>searched before</span>
        </>
      )
    case 'key':
      return (
        <>
          <bdi className={css.name}>{visibleText(clip(option.key, 80))}:</bdi>
          <span className={css.hint}>{option.hint}</span>
        </>
      )
    case 'value':
      return (
        <>
          <bdi className={css.name}>{visibleText(clip(option.value, 120))}</bdi>
          <span className={css.hint}>{option.hint}</span>
        </>
      )
    case 'negate':
      return (
        <>
          <Icon name={option.isNegated ? 'plus' : 'minus'} size={13} />
          <span>{option.isNegated ? 'Only what matches this' : 'Leave out what matches this'}</span>
          <span className={css.hint}>{option.isNegated ? 'without !' : '!'}</span>
        </>
      )
  }
}

function keyOf(option: SearchOption): string {
  if (option.kind === 'recent') return `recent ${option.query}`
  if (option.kind === 'negate') return 'negate'
  return option.kind === 'key' ? `key ${option.key}` : `value ${option.value}`
}

function statusText(count: number, isWaiting: boolean): string {
  if (isWaiting) return 'Asking the server…'
  return count === 1 ? '1 suggestion' : `${count} suggestions`
}
