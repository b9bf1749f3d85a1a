import { jsonText } from '@mishap/core/format'
import { type HTMLAttributes, useEffect, useState } from 'react'
import { Button, CopyButton, cx, ErrorState, JsonTree, Skeleton } from '../primitives/index.js'
import { saveFile } from '../primitives/save-file.js'
import css from './raw-event.module.css'

export interface RawEventProps extends HTMLAttributes<HTMLDivElement> {
  /** The event, or how to fetch it; then it is fetched when the reader asks. */
  readonly event: unknown | (() => Promise<unknown>)
  /** Of the file that it can be saved as. */
  readonly fileName?: string
}

type Loading =
  | { readonly state: 'waiting' }
  | { readonly state: 'loading' }
  | { readonly state: 'failed'; readonly error: unknown }
  | { readonly state: 'there'; readonly value: unknown }

/** The event as it is stored: a tree, to copy and to save. */
export function RawEvent({ event, fileName = 'event.json', className, ...rest }: RawEventProps) {
  const [loading, setLoading] = useState<Loading>(() => atFirst(event))
  useEffect(() => setLoading(atFirst(event)), [event])
  const load = () => {
    if (typeof event !== 'function') return
    setLoading({ state: 'loading' })
    ;(event as () => Promise<unknown>)().then(
      (value) => setLoading({ state: 'there', value }),
      (error: unknown) => setLoading({ state: 'failed', error }),
    )
  }
  return (
    <div className={cx(css.raw, className)} {...rest}>
      {loading.state === 'waiting' ? (
        <Button icon="code" onClick={load}>
          Show the JSON
        </Button>
      ) : null}
      {loading.state === 'loading' ? <Skeleton lines={6} /> : null}
      {loading.state === 'failed' ? <ErrorState error={loading.error} onRetry={load} /> : null}
      {loading.state === 'there' ? (
        <>
          <div className={css.tools}>
            <CopyButton text={() => jsonText(loading.value)} label="Copy JSON" />
            <Button
              size="sm"
              icon="download"
              onClick={() => saveFile(jsonText(loading.value), fileName, 'application/json')}
            >
              Download
            </Button>
          </div>
          <JsonTree value={loading.value} defaultDepth={1} />
        </>
      ) : null}
    </div>
  )
}

function atFirst(event: unknown): Loading {
  return typeof event === 'function' ? { state: 'waiting' } : { state: 'there', value: event }
}
