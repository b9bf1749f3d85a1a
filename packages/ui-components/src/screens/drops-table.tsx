import { clip, visibleText } from '@mishap/core/format'
import { Card, Num } from '../primitives/index.js'
import { describeOutcome } from '../setup/outcomes.js'
import css from './drops-table.module.css'

export interface DropsTableProps {
  readonly drops: readonly {
    readonly category: string
    readonly outcome: string
    readonly reason: string
    readonly quantity: number
  }[]
}

/** What was not stored of late, and why. */
export function DropsTable({ drops }: DropsTableProps) {
  return (
    <Card title="Not stored in the last 24 hours" isFlush>
      {drops.length === 0 ? (
        <p className={css.nothing}>Nothing: all that came was taken.</p>
      ) : (
        <table className={css.table}>
          <thead>
            <tr>
              <th scope="col">Why</th>
              <th scope="col">Of what</th>
              <th scope="col" className={css.number}>
                How many
              </th>
            </tr>
          </thead>
          <tbody>
            {drops.map(({ category, outcome, reason, quantity }) => (
              <tr key={`${category} ${outcome} ${reason}`}>
                <td>
                  {describeOutcome(outcome, reason).title} <code className={css.reason}>{shown(reason)}</code>
                </td>
                <td>{shown(category)}</td>
                <td className={css.number}>
                  <Num value={quantity} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Card>
  )
}

/** Both are words, unless somebody made them up. */
const shown = (word: string) => visibleText(clip(word, 60))
