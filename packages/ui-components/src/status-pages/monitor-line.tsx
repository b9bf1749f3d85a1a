import { type DragEvent, useState } from 'react'
import { Field, Icon, IconButton, TextInput } from '../primitives/index.js'
import type { ShownMonitor } from './sections.js'
import css from './status-pages.module.css'

export interface MonitorLineProps {
  readonly monitor: ShownMonitor
  readonly name: string
  readonly isDragged: boolean
  readonly onDragStart: () => void
  readonly onDragEnd: () => void
  readonly onDragOver: (event: DragEvent) => void
  readonly onDrop: (event: DragEvent) => void
  /** Null where there is nowhere to go. */
  readonly onUp: (() => void) | null
  readonly onDown: (() => void) | null
  readonly onChange: (change: Partial<ShownMonitor>) => void
  readonly onRemove: () => void
}

/** A monitor of a section: where it stands, what the page calls it, and what it says about it. */
export function MonitorLine({
  monitor,
  name,
  isDragged,
  onDragStart,
  onDragEnd,
  onUp,
  onDown,
  onChange,
  onRemove,
  ...drop
}: MonitorLineProps) {
  const [isOpen, setIsOpen] = useState(false)
  return (
    <li className={css.line} data-dragged={isDragged} {...drop}>
      <div className={css.lineHead}>
        {/* biome-ignore lint/a11y/noStaticElementInteractions: for the mouse; the buttons at the end do the same by keyboard */}
        <span
          draggable
          className={css.handle}
          title="Drag it to another place"
          onDragStart={(event) => {
            event.dataTransfer.effectAllowed = 'move'
            event.dataTransfer.setData('text/plain', name)
            onDragStart()
          }}
          onDragEnd={onDragEnd}
        >
          <Icon name="menu" size={14} />
        </span>
        <button type="button" className={css.lineName} aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
          <Icon name={isOpen ? 'chevron-down' : 'chevron-right'} size={12} /> <bdi>{name}</bdi>
        </button>
        <span className={css.tools}>
          <IconButton
            icon="chevron-up"
            size="sm"
            label={`Move ${name} up`}
            disabled={onUp === null}
            onClick={() => onUp?.()}
          />
          <IconButton
            icon="chevron-down"
            size="sm"
            label={`Move ${name} down`}
            disabled={onDown === null}
            onClick={() => onDown?.()}
          />
          <IconButton icon="close" size="sm" label={`Remove ${name}`} onClick={onRemove} />
        </span>
      </div>
      {isOpen ? (
        <div className={css.fields}>
          <Field label="Called on the page" hint="Empty for its own name.">
            <TextInput
              maxLength={200}
              value={monitor.name}
              onChange={(event) => onChange({ name: event.target.value })}
            />
          </Field>
          <Field label="What it is">
            <TextInput
              maxLength={1000}
              value={monitor.description}
              onChange={(event) => onChange({ description: event.target.value })}
            />
          </Field>
        </div>
      ) : null}
    </li>
  )
}
