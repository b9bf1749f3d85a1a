import { cx, ScrollBox } from '../primitives/index.js'
import css from './series-table.module.css'

export interface SeriesRow {
  readonly key: string | number
  readonly name: string
  readonly cells: readonly string[]
}

export interface SeriesTableProps {
  readonly label: string
  /** Of the cells. */
  readonly columns: readonly string[]
  /** Those with something to tell. */
  readonly rows: readonly SeriesRow[]
  /** Instead of a table without rows. */
  readonly empty: string
}

/** A chart as a table. */
export function SeriesTable({ label, columns, rows, empty }: SeriesTableProps) {
  if (rows.length === 0) return <p className={css.empty}>{empty}</p>
  return (
    <ScrollBox className={css.box}>
      <table className={cx(css.table, columns.length > 1 && css.many)}>
        <caption className="mh-hidden">{label}; times without any are left out</caption>
        <thead>
          <tr className={css.head}>
            <th scope="col">Time</th>
            {columns.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, name, cells }) => (
            <tr key={key}>
              <th scope="row">{name}</th>
              {columns.map((column, at) => (
                <td key={column}>{cells[at]}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  )
}
