import type { ReactNode } from 'react'
import css from './admin.module.css'

export interface Tile {
  readonly name: string
  readonly value: ReactNode
  /** What to know about it. */
  readonly note?: ReactNode
}

/** A few figures that say how things are. */
export function Tiles({ tiles }: { readonly tiles: readonly Tile[] }) {
  return (
    <dl className={css.tiles}>
      {tiles.map(({ name, value, note }) => (
        <div key={name} className={css.tile}>
          <dt>{name}</dt>
          <dd>{value}</dd>
          {note === undefined ? null : <dd>{note}</dd>}
        </div>
      ))}
    </dl>
  )
}
