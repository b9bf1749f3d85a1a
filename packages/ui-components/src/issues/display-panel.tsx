import { type FormEvent, useId, useState } from 'react'
import { Button, Checkbox, Field, IconButton, TextInput } from '../primitives/index.js'
import {
  COLUMNS,
  type ColumnId,
  columnLabel,
  DEFAULT_COLUMNS,
  isSameColumns,
  MAX_TAG_COLUMNS,
  readColumns,
  tagOf,
} from './columns.js'
import type { DisplayMenuProps } from './display-menu.js'
import css from './display-menu.module.css'
import type { Density, TrendPeriod } from './search-params.js'

/** The columns that are shown and those that could be, the tags, the bars and the rows. */
export function DisplayPanel({ value, onChange, tagKeys }: Required<Omit<DisplayMenuProps, 'onOpenChange'>>) {
  return (
    <div className={css.parts}>
      <ColumnList columns={value.columns} onChange={(columns) => onChange({ columns })} />
      <TagForm
        columns={value.columns}
        tagKeys={tagKeys}
        onAdd={(key) => onChange({ columns: readColumns([...value.columns, `tag:${key}`]) })}
      />
      <Choice<TrendPeriod>
        label="Trend"
        value={value.period}
        choices={[
          ['24h', '24 hours'],
          ['14d', '14 days'],
        ]}
        onChange={(period) => onChange({ period })}
      />
      <Choice<Density>
        label="Rows"
        value={value.density}
        choices={[
          ['comfortable', 'Comfortable'],
          ['compact', 'Compact'],
        ]}
        onChange={(density) => onChange({ density })}
      />
      {isSameColumns(value.columns, DEFAULT_COLUMNS) ? null : (
        <Button size="sm" variant="ghost" onClick={() => onChange({ columns: DEFAULT_COLUMNS })}>
          The usual columns
        </Button>
      )}
    </div>
  )
}

interface ColumnListProps {
  readonly columns: readonly ColumnId[]
  readonly onChange: (columns: readonly ColumnId[]) => void
}

/** The shown ones in their order, then the others. */
function ColumnList({ columns, onChange }: ColumnListProps) {
  const hidden = COLUMNS.filter(({ id }) => !columns.includes(id)).map(({ id }): ColumnId => id)
  const move = (at: number, by: 1 | -1) => {
    const next = [...columns]
    const [moved] = next.splice(at, 1)
    if (moved !== undefined) next.splice(at + by, 0, moved)
    onChange(next)
  }
  return (
    <ul className={css.columns} aria-label="Columns">
      {[...columns, ...hidden].map((column, at) => {
        const isShown = at < columns.length
        const label = columnLabel(column)
        return (
          <li key={column} className={css.column}>
            <Checkbox
              label={
                <span className={css.label}>
                  <bdi>{label}</bdi>
                  {tagOf(column) === null ? null : <span className={css.kind}>tag</span>}
                </span>
              }
              checked={isShown}
              onChange={() => onChange(isShown ? columns.filter((one) => one !== column) : [...columns, column])}
            />
            {isShown ? (
              <span className={css.moves}>
                <IconButton
                  size="sm"
                  icon="chevron-up"
                  label={`Move ${label} forward`}
                  disabled={at === 0}
                  onClick={() => move(at, -1)}
                />
                <IconButton
                  size="sm"
                  icon="chevron-down"
                  label={`Move ${label} back`}
                  disabled={at === columns.length - 1}
                  onClick={() => move(at, 1)}
                />
              </span>
            ) : null}
          </li>
        )
      })}
    </ul>
  )
}

interface TagFormProps {
  readonly columns: readonly ColumnId[]
  readonly tagKeys: readonly string[]
  readonly onAdd: (key: string) => void
}

function TagForm({ columns, tagKeys, onAdd }: TagFormProps) {
  const [key, setKey] = useState('')
  const list = useId()
  const isFull = columns.filter((column) => tagOf(column) !== null).length >= MAX_TAG_COLUMNS
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    if (key.trim() === '') return
    onAdd(key.trim())
    setKey('')
  }
  if (isFull) return <p className={css.note}>{MAX_TAG_COLUMNS} tags are as many as fit.</p>
  return (
    <form className={css.tag} onSubmit={onSubmit}>
      <Field label="A tag as a column" isLabelHidden className={css.key}>
        <TextInput
          list={list}
          maxLength={200}
          pattern="[\w.:\-]+"
          title="Letters, digits, and . _ : -"
          placeholder="Any tag, such as browser.name"
          autoComplete="off"
          spellCheck={false}
          value={key}
          onChange={(event) => setKey(event.target.value)}
        />
      </Field>
      <datalist id={list}>
        {tagKeys.map((one) => (
          <option key={one} value={one} />
        ))}
      </datalist>
      <Button type="submit" icon="plus" disabled={key.trim() === ''}>
        Add
      </Button>
    </form>
  )
}

interface ChoiceProps<T extends string> {
  readonly label: string
  readonly value: T
  readonly choices: readonly (readonly [id: T, label: string])[]
  readonly onChange: (id: T) => void
}

function Choice<T extends string>({ label, value, choices, onChange }: ChoiceProps<T>) {
  return (
    <fieldset className={css.choice}>
      <legend className={css.legend}>{label}</legend>
      {choices.map(([id, name]) => (
        <Button
          key={id}
          size="sm"
          variant="ghost"
          aria-pressed={id === value}
          className={css.pressable}
          onClick={() => onChange(id)}
        >
          {name}
        </Button>
      ))}
    </fieldset>
  )
}
