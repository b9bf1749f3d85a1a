import { clip, visibleText } from '@mishap/core/format'
import type { HTMLAttributes, ReactNode } from 'react'
import { Badge, Checkbox, cx, IconButton, Num, Time } from '../primitives/index.js'
import table from '../primitives/table.module.css'
import type { EventRow } from './event-rows.js'
import css from './event-table.module.css'

export interface EventTableProps extends Omit<HTMLAttributes<HTMLDivElement>, 'onToggle'> {
  readonly rows: readonly EventRow[]
  /** Keys of tags that have a column. */
  readonly columns: readonly string[]
  readonly onRemoveColumn?: (key: string) => void
  /** The link to an event, around its message. */
  readonly renderLink: (row: EventRow, children: ReactNode) => ReactNode
  /** Ids; adds a column to choose rows by. */
  readonly chosen?: ReadonlySet<string>
  readonly onToggle?: (id: string) => void
  readonly onToggleShown?: () => void
}

/** Events, one a row; a card each where the table is narrow. */
export function EventTable(props: EventTableProps) {
  const { rows, columns, onRemoveColumn, renderLink, chosen, onToggle, onToggleShown, className, ...rest } = props
  const hasOrdinals = rows.some(({ ordinal }) => ordinal !== null)
  const count = chosen === undefined ? 0 : rows.filter(({ id }) => chosen.has(id)).length
  return (
    <div className={cx(css.box, className)} {...rest}>
      <section className={css.scroll} aria-label="Events" tabIndex={columns.length > 0 ? 0 : undefined}>
        <table className={cx(table.table, css.table)} data-wide={columns.length > 1}>
          <thead className={cx(table.head, css.head)}>
            <tr>
              {chosen === undefined ? null : (
                <th scope="col" className={css.check}>
                  <Checkbox
                    label="Choose all on this page"
                    isLabelHidden
                    checked={count > 0 && count === rows.length}
                    isMixed={count > 0 && count < rows.length}
                    onChange={onToggleShown}
                  />
                </th>
              )}
              {hasOrdinals ? (
                <th scope="col" className={css.ordinal}>
                  No.
                </th>
              ) : null}
              <th scope="col" className={css.time}>
                Time
              </th>
              <th scope="col" className={css.message}>
                Message
              </th>
              <th scope="col">User</th>
              <th scope="col">Release</th>
              <th scope="col">Environment</th>
              <th scope="col">URL</th>
              {columns.map((key) => (
                <th key={key} scope="col">
                  <span className={css.column}>
                    <bdi>{visibleText(clip(key, 40))}</bdi>
                    {onRemoveColumn === undefined ? null : (
                      <IconButton
                        icon="close"
                        size="sm"
                        label={`Remove column ${clip(key, 60)}`}
                        onClick={() => onRemoveColumn(key)}
                      />
                    )}
                  </span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody className={css.body}>
            {rows.map((row) => (
              <tr key={row.id} className={cx(table.row, css.row)} data-chosen={chosen?.has(row.id)}>
                {chosen === undefined ? null : (
                  <td className={css.check}>
                    <Checkbox
                      label={`Choose event ${row.id.slice(0, 8)}`}
                      isLabelHidden
                      checked={chosen.has(row.id)}
                      onChange={() => onToggle?.(row.id)}
                    />
                  </td>
                )}
                {hasOrdinals ? (
                  <td className={css.ordinal}>{row.ordinal === null ? '–' : <Num value={row.ordinal} isExact />}</td>
                ) : null}
                <td className={css.time}>
                  <Time value={row.time} isFocusable={false} />
                </td>
                <td className={css.message}>
                  {renderLink(row, <bdi>{visibleText(clip(row.message, 240)) || '(no message)'}</bdi>)}{' '}
                  {row.isThinned ? <Badge>thinned</Badge> : null}
                </td>
                <Cell name="user" text={row.user} />
                <Cell name="release" text={row.release} />
                <Cell name="environment" text={row.environment} />
                <Cell name="URL" text={row.url} />
                {columns.map((key, at) => (
                  <Cell key={key} name={key} text={row.tags[at] ?? null} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </div>
  )
}

function Cell({ name, text }: { readonly name: string; readonly text: string | null }) {
  return (
    <td className={css.cell} data-empty={text === null}>
      <span className={css.name} aria-hidden="true">
        {visibleText(clip(name, 40))}
      </span>
      {text === null ? (
        <span className={css.none}>–</span>
      ) : (
        <bdi className={css.text} title={text.length > 30 ? clip(text, 400) : undefined}>
          {visibleText(clip(text, 160))}
        </bdi>
      )}
    </td>
  )
}
