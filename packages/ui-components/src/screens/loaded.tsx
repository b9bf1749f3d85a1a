import type { ReactNode } from 'react'
import { ErrorState, Skeleton } from '../primitives/index.js'

export interface LoadedProps<Data> {
  readonly query: {
    readonly data: Data | undefined
    readonly error: unknown
    readonly refetch: () => unknown
  }
  /** How much of the page is still to come. */
  readonly lines?: number
  readonly height?: number
  readonly children: (data: Data) => ReactNode
}

/** What was read, or that it is on its way, or why it did not come. */
export function Loaded<Data>({ query, lines = 3, height = 22, children }: LoadedProps<Data>) {
  const { data, error, refetch } = query
  if (data !== undefined) return children(data)
  if (error === null) return <Skeleton lines={lines} height={height} />
  return <ErrorState error={error} onRetry={() => void refetch()} />
}
