import { clip, visibleText } from '@mishap/core/format'
import { type DragEvent, useState } from 'react'
import { Button, Card, Checkbox, Field, IconButton, Select, TextInput, useToast } from '../primitives/index.js'
import { type NamedMonitor, useMonitorNames } from '../uptime/monitor-names.js'
import { MonitorLine } from './monitor-line.js'
import {
  changeSection,
  type DraftSection,
  moveMonitor,
  moveSection,
  type Place,
  type ShownMonitor,
  stepOf,
  withSection,
} from './sections.js'
import css from './status-pages.module.css'

export interface SectionsEditorProps {
  readonly org: string
  readonly sections: readonly DraftSection[]
  readonly onChange: (sections: readonly DraftSection[]) => void
}

/** What a page shows, in its order: by dragging, and by buttons that do the same. */
export function SectionsEditor({ org, sections, onChange }: SectionsEditorProps) {
  const monitors = useMonitorNames(org).data ?? []
  const [dragged, setDragged] = useState<Place | null>(null)
  const [said, setSaid] = useState('')
  const toast = useToast()
  const nameOf = ({ id, name }: ShownMonitor) =>
    visibleText(clip(name || (monitors.find((monitor) => monitor.id === id)?.name ?? `Monitor ${id}`), 80))
  const sectionName = (at: number) => visibleText(clip(sections[at]?.name || `section ${at + 1}`, 60))

  const move = (from: Place, to: Place) => {
    const moved = sections[from.section]?.monitors[from.at]
    const next = moveMonitor(sections, from, to)
    if (moved === undefined || next === sections) return
    onChange(next)
    const own = next[to.section]?.monitors ?? []
    setSaid(`${nameOf(moved)} is number ${own.indexOf(moved) + 1} of ${own.length} in ${sectionName(to.section)} now`)
  }
  const removeWithUndo = (next: readonly DraftSection[], what: string) => {
    onChange(next)
    toast.show({ message: `${what} is not shown any more`, onUndo: () => onChange(sections) })
  }
  const dropOn = (to: Place) => ({
    onDragOver: (event: DragEvent) => {
      if (dragged !== null) event.preventDefault()
    },
    onDrop: (event: DragEvent) => {
      event.preventDefault()
      event.stopPropagation()
      if (dragged !== null) move(dragged, to)
      setDragged(null)
    },
  })
  return (
    <Card
      title="What it shows"
      actions={
        <Button size="sm" icon="plus" onClick={() => onChange(withSection(sections, ''))}>
          Add a section
        </Button>
      }
    >
      <p role="status" className="mh-hidden">
        {said}
      </p>
      {sections.length === 0 ? <p className={css.note}>Nothing yet: add a section, and monitors to it.</p> : null}
      <ol className={css.sections}>
        {sections.map((section, at) => (
          <li
            key={section.key}
            className={css.section}
            data-target={dragged !== null && dragged.section !== at}
            {...dropOn({ section: at, at: section.monitors.length })}
          >
            <SectionHead
              section={section}
              name={sectionName(at)}
              isFirst={at === 0}
              isLast={at === sections.length - 1}
              onChange={(change) => onChange(changeSection(sections, at, change))}
              onMove={(by) => {
                onChange(moveSection(sections, at, at + by))
                setSaid(`${sectionName(at)} is number ${at + by + 1} of ${sections.length} now`)
              }}
              onRemove={() =>
                removeWithUndo(
                  sections.filter((_, place) => place !== at),
                  section.name === '' ? 'The section' : `“${sectionName(at)}”`,
                )
              }
            />
            <ol className={css.lines}>
              {section.monitors.map((monitor, place) => {
                const here = { section: at, at: place }
                const up = stepOf(sections, here, -1)
                const down = stepOf(sections, here, 1)
                return (
                  <MonitorLine
                    key={monitor.id}
                    monitor={monitor}
                    name={nameOf(monitor)}
                    isDragged={dragged?.section === at && dragged.at === place}
                    onDragStart={() => setDragged(here)}
                    onDragEnd={() => setDragged(null)}
                    {...dropOn(here)}
                    onUp={up === null ? null : () => move(here, up)}
                    onDown={down === null ? null : () => move(here, down)}
                    onChange={(change) =>
                      onChange(changeSection(sections, at, { monitors: replaced(section, place, change) }))
                    }
                    onRemove={() =>
                      removeWithUndo(
                        changeSection(sections, at, {
                          monitors: section.monitors.filter((one) => one !== monitor),
                        }),
                        nameOf(monitor),
                      )
                    }
                  />
                )
              })}
            </ol>
            <AddMonitor
              sections={sections}
              monitors={monitors}
              to={sectionName(at)}
              onAdd={(id) =>
                onChange(
                  changeSection(sections, at, {
                    monitors: [...section.monitors, { id, name: '', description: '' }],
                  }),
                )
              }
            />
          </li>
        ))}
      </ol>
    </Card>
  )
}

function replaced({ monitors }: DraftSection, at: number, change: Partial<ShownMonitor>): DraftSection['monitors'] {
  return monitors.map((monitor, place) => (place === at ? { ...monitor, ...change } : monitor))
}

interface SectionHeadProps {
  readonly section: DraftSection
  readonly name: string
  readonly isFirst: boolean
  readonly isLast: boolean
  readonly onChange: (change: Partial<DraftSection>) => void
  readonly onMove: (by: -1 | 1) => void
  readonly onRemove: () => void
}

function SectionHead({ section, name, isFirst, isLast, onChange, onMove, onRemove }: SectionHeadProps) {
  return (
    <div className={css.sectionHead}>
      <Field label="Name of the section" isLabelHidden className={css.grow}>
        <TextInput
          maxLength={200}
          placeholder="Name of the section, if it has one"
          value={section.name}
          onChange={(event) => onChange({ name: event.target.value })}
        />
      </Field>
      <Checkbox
        label="Folded"
        checked={section.isCollapsed}
        onChange={(event) => onChange({ isCollapsed: event.target.checked })}
      />
      <span className={css.tools}>
        <IconButton
          icon="chevron-up"
          size="sm"
          label={`Move ${name} up`}
          disabled={isFirst}
          onClick={() => onMove(-1)}
        />
        <IconButton
          icon="chevron-down"
          size="sm"
          label={`Move ${name} down`}
          disabled={isLast}
          onClick={() => onMove(1)}
        />
        <IconButton icon="trash" size="sm" label={`Remove ${name}`} onClick={onRemove} />
      </span>
    </div>
  )
}

interface AddMonitorProps {
  readonly sections: readonly DraftSection[]
  readonly monitors: readonly NamedMonitor[]
  readonly to: string
  readonly onAdd: (id: number) => void
}

function AddMonitor({ sections, monitors, to, onAdd }: AddMonitorProps) {
  const shown = new Set(sections.flatMap((section) => section.monitors.map(({ id }) => id)))
  const others = monitors.filter(({ id }) => !shown.has(id))
  if (others.length === 0) return null
  return (
    <Select aria-label={`Add a monitor to ${to}`} value="" onChange={(event) => onAdd(Number(event.target.value))}>
      <option value="">Add a monitor…</option>
      {others.map(({ id, name, group }) => (
        <option key={id} value={id}>
          {visibleText(clip(group === '' ? name : `${group}: ${name}`, 80))}
        </option>
      ))}
    </Select>
  )
}
