import { clip, counted, isFiltered, visibleText } from '@mishap/core/format'
import { createContext, type HTMLAttributes, type ReactNode, useContext, useState } from 'react'
import { cx } from './cx.js'
import { Icon } from './icon.js'
import css from './json-tree.module.css'
import { Badge } from './label.js'
import { LongText } from './long-text.js'

export interface JsonTreeProps extends HTMLAttributes<HTMLDivElement> {
  readonly value: unknown
  /** Levels that are open at first. */
  readonly defaultDepth?: number
  /** What stands for a value that was removed; `path` leads to it from the whole. */
  readonly renderFiltered?: (path: readonly string[]) => ReactNode
}

const FilteredContext = createContext<(path: readonly string[]) => ReactNode>(() => <Badge icon="eye">filtered</Badge>)

const PAGE = 100
/** Deeper than any SDK sends; keeps a cycle or a hostile payload from growing without end. */
const DEEPEST = 60

/** Any JSON value, folded by level; of long arrays and objects a hundred entries at a time. */
export function JsonTree({ value, defaultDepth = 1, renderFiltered, className, ...rest }: JsonTreeProps) {
  const usual = useContext(FilteredContext)
  return (
    <FilteredContext.Provider value={renderFiltered ?? usual}>
      <div dir="ltr" className={cx(css.tree, className)} {...rest}>
        <JsonNode value={value} path={[]} openTo={defaultDepth} />
      </div>
    </FilteredContext.Provider>
  )
}

interface NodeProps {
  readonly name?: string
  readonly value: unknown
  readonly path: readonly string[]
  readonly openTo: number
}

function JsonNode({ name, value, path, openTo }: NodeProps) {
  if (typeof value === 'object' && value !== null && path.length < DEEPEST) {
    return <Branch name={name} value={value} path={path} openTo={openTo} />
  }
  return (
    <div className={css.leaf}>
      <Name name={name} />
      <Leaf value={value} path={path} />
    </div>
  )
}

function Branch({ name, value, path, openTo }: NodeProps & { readonly value: object }) {
  const [isOpen, setIsOpen] = useState(path.length < openTo)
  const [limit, setLimit] = useState(PAGE)
  const isArray = Array.isArray(value)
  const entries = Object.entries(value)
  if (entries.length === 0) {
    return (
      <div className={css.leaf}>
        <Name name={name} />
        <span className={css.dim}>{isArray ? '[]' : '{}'}</span>
      </div>
    )
  }
  const opening = isArray ? '[' : '{'
  const size = isArray ? counted(entries.length, 'item') : counted(entries.length, 'key')
  return (
    <div>
      <button type="button" className={css.toggle} aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
        <Icon name={isOpen ? 'chevron-down' : 'chevron-right'} size={10} />
        <Name name={name} />
        <span className={css.dim}>{isOpen ? opening : `${opening} ${preview(value)} ${isArray ? ']' : '}'}`}</span>
        <span className={css.size}>{size}</span>
      </button>
      {isOpen ? (
        <div className={css.children}>
          {entries.slice(0, limit).map(([key, child]) => (
            <JsonNode key={key} name={key} value={child} path={[...path, key]} openTo={openTo} />
          ))}
          {entries.length > limit ? (
            <button type="button" className={css.more} onClick={() => setLimit(limit + PAGE)}>
              Show {Math.min(PAGE, entries.length - limit)} more of {entries.length - limit}
            </button>
          ) : null}
        </div>
      ) : null}
    </div>
  )
}

function Name({ name }: { readonly name: string | undefined }) {
  if (name === undefined) return null
  return (
    <>
      <span className={css.name}>{visibleText(clip(name, 200))}</span>
      <span className={css.dim}>: </span>
    </>
  )
}

function Leaf({ value, path }: Pick<NodeProps, 'value' | 'path'>) {
  const renderFiltered = useContext(FilteredContext)
  if (isFiltered(value)) return renderFiltered(path)
  if (typeof value === 'string') return <LongText className={css.string}>{value === '' ? '""' : value}</LongText>
  if (typeof value === 'number') return <span className={css.number}>{String(value)}</span>
  if (typeof value === 'boolean' || value === null || value === undefined) {
    return <span className={css.word}>{String(value)}</span>
  }
  return <span className={css.dim}>…</span>
}

/** The first few scalars, so that a closed branch says what it is. */
function preview(value: object): string {
  const parts: string[] = []
  for (const [key, child] of Object.entries(value).slice(0, 4)) {
    const text = typeof child === 'object' && child !== null ? '…' : String(child)
    parts.push(Array.isArray(value) ? clip(text, 24) : `${clip(key, 24)}: ${clip(text, 24)}`)
  }
  return visibleText(clip(parts.join(', '), 80))
}
