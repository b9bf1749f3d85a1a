import { clip, type DiffFields, type DiffRow, visibleText } from '@mishap/core/format'
import { DiffPart } from './diff-part.js'
import { DiffLine, DiffTable, DiffText, FoldLine, type SideNames } from './diff-table.js'
import css from './event-diff.module.css'

/** Shown of a group before it must be asked for more. */
const MOST_ROWS = 40

/** Named values of both: what differs, then what differs always, then what is equal. */
export function FieldsPart({ group, names }: { readonly group: DiffFields; readonly names: SideNames }) {
  const { label, rows, changed } = group
  const telling = rows.filter(({ state, isVolatile }) => state !== 'same' && !isVolatile)
  const aside = rows.filter(({ isVolatile }) => isVolatile)
  const equal = rows.filter(({ state }) => state === 'same')
  return (
    <DiffPart title={label} changed={changed}>
      <DiffTable caption={label} names={names} keyName="Name">
        {telling.slice(0, MOST_ROWS).map((row) => (
          <RowLine key={row.key} row={row} names={names} />
        ))}
        {telling.length <= MOST_ROWS ? null : (
          <FoldLine label={`${telling.length - MOST_ROWS} more that differ`}>
            {telling.slice(MOST_ROWS).map((row) => (
              <RowLine key={row.key} row={row} names={names} />
            ))}
          </FoldLine>
        )}
        {aside.length === 0 ? null : (
          <FoldLine label={`Set aside, because it differs in every event: ${listed(aside)}`}>
            {aside.map((row) => (
              <RowLine key={row.key} row={row} names={names} />
            ))}
          </FoldLine>
        )}
        {equal.length === 0 ? null : (
          <FoldLine label={`${equal.length} equal`}>
            {equal.map((row) => (
              <RowLine key={row.key} row={row} names={names} />
            ))}
          </FoldLine>
        )}
      </DiffTable>
    </DiffPart>
  )
}

function listed(rows: readonly DiffRow[]): string {
  const keys = rows.slice(0, 4).map(({ key }) => visibleText(clip(key, 40)))
  return rows.length > keys.length ? `${keys.join(', ')} and ${rows.length - keys.length} more` : keys.join(', ')
}

interface RowLineProps {
  readonly row: DiffRow
  readonly names: SideNames
  readonly isInner?: boolean
}

/** One named value of both. */
export function RowLine({ row: { key, one, other, state }, names, isInner = false }: RowLineProps) {
  return (
    <DiffLine
      state={state}
      names={names}
      isInner={isInner}
      label={<bdi className={css.key}>{visibleText(clip(key, 120))}</bdi>}
      one={one === null ? null : <DiffText text={one} beside={other} />}
      other={other === null ? null : <DiffText text={other} beside={one} />}
    />
  )
}
