import { counted, jsonText } from '@mishap/core/format'
import { type HTMLAttributes, useState } from 'react'
import { Button, CopyButton, cx, TextInput } from '../primitives/index.js'
import css from './frame-vars.module.css'
import { KeyValues } from './key-values.js'
import { originalLength, useMeta } from './meta.js'

export interface FrameVarsProps extends HTMLAttributes<HTMLDivElement> {
  readonly vars: Readonly<Record<string, unknown>>
}

const SHOWN = 12

/** The local variables of a frame; searchable where they are many. */
export function FrameVars({ vars, className, ...rest }: FrameVarsProps) {
  const [search, setSearch] = useState('')
  const [isWhole, setIsWhole] = useState(false)
  const all = Object.entries(vars)
  const found = all.filter(([name]) => name.toLowerCase().includes(search.toLowerCase()))
  const shown = isWhole || search !== '' ? found : found.slice(0, SHOWN)
  const sent = originalLength(useMeta()) ?? all.length
  const left = sent - all.length
  if (all.length === 0) return null
  return (
    <div className={className} {...rest}>
      <div className={css.head}>
        <h4 className={css.title} data-frame-vars="" tabIndex={-1}>
          {counted(all.length, 'local variable')}
          {left > 0 ? (
            <span className={css.left}>
              {' '}
              of {sent}; the SDK left {left} out
            </span>
          ) : null}
        </h4>
        <CopyButton text={() => jsonText(vars)} label="Copy the variables" isIconOnly />
        {all.length > SHOWN ? (
          <TextInput
            type="search"
            icon="search"
            aria-label="Search variables"
            placeholder="Search variables"
            className={css.search}
            value={search}
            onChange={(event) => setSearch(event.target.value)}
          />
        ) : null}
      </div>
      <KeyValues rows={shown} />
      {found.length === 0 ? <p className={css.none}>No variable has that in its name.</p> : null}
      {shown.length < found.length ? (
        <Button size="sm" variant="ghost" className={cx(css.more)} onClick={() => setIsWhole(true)}>
          Show {found.length - shown.length} more
        </Button>
      ) : null}
    </div>
  )
}
