import type { ReactNode } from 'react'
import { Button, Card, EmptyState } from '../primitives/index.js'

export interface EventGoneProps {
  /** `latest`, `oldest`, or the id that no event has. */
  readonly which: string
  /** An event has come in meanwhile. */
  readonly hasNewer: boolean
  readonly onShowLatest: () => void
}

/** Stands where an event would be: an issue outlives its events. */
export function EventGone({ which, hasNewer, onShowLatest }: EventGoneProps): ReactNode {
  const isAny = which === 'latest' || which === 'oldest'
  return (
    <Card>
      <EmptyState
        icon="info"
        title={isAny ? 'No event of this issue is left' : 'This event is gone'}
        action={
          isAny && !hasNewer ? undefined : (
            <Button icon="refresh" onClick={onShowLatest}>
              Show the latest
            </Button>
          )
        }
      >
        {isAny
          ? 'Retention removed them. The issue keeps its counts, users and releases, and its next event will stand here.'
          : 'Retention removed it, or it never was an event of this issue.'}
      </EmptyState>
    </Card>
  )
}
