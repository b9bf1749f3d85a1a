import { counted } from '@mishap/core/format'
import { type HTMLAttributes, useState } from 'react'
import { Button, cx, EmptyState, LongText, TextInput } from '../primitives/index.js'
import css from './modules-table.module.css'

export interface ModulesTableProps extends HTMLAttributes<HTMLDivElement> {
  /** Version by name. */
  readonly modules: Readonly<Record<string, string>>
}

const SHOWN = 30

/** The libraries that were loaded, with their versions. */
export function ModulesTable({ modules, className, ...rest }: ModulesTableProps) {
  const [search, setSearch] = useState('')
  const [isWhole, setIsWhole] = useState(false)
  const all = Object.entries(modules).sort(([a], [b]) => (a < b ? -1 : 1))
  const found = all.filter(([name]) => name.toLowerCase().includes(search.toLowerCase()))
  const shown = isWhole || search !== '' ? found : found.slice(0, SHOWN)
  if (all.length === 0) return <EmptyState title="No modules came with this event" />
  return (
    <div className={className} {...rest}>
      {all.length > SHOWN ? (
        <div className={css.tools}>
          <TextInput
            type="search"
            icon="search"
            aria-label="Search modules"
            placeholder={`Search ${counted(all.length, 'module')}`}
            value={search}
            onChange={(event) => setSearch(event.target.value)}
          />
        </div>
      ) : null}
      <dl className={css.list}>
        {shown.map(([name, version]) => (
          <div key={name} className={css.row}>
            <dt className={css.name}>
              <LongText max={100}>{name}</LongText>
            </dt>
            <dd className={css.version}>
              <LongText max={60}>{String(version)}</LongText>
            </dd>
          </div>
        ))}
      </dl>
      {found.length === 0 ? <p className={css.none}>No module has that in its name.</p> : null}
      {shown.length < found.length ? (
        <Button size="sm" variant="ghost" className={cx(css.more)} onClick={() => setIsWhole(true)}>
          Show {found.length - shown.length} more
        </Button>
      ) : null}
    </div>
  )
}
