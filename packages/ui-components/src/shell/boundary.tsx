import { Component, type ReactNode } from 'react'
import { ErrorState } from '../primitives/index.js'

interface State {
  readonly error: unknown
}

/** Keeps a failure inside to the part of the page that it happened in. A class: React has no hook for it. */
export class Boundary extends Component<{ readonly children: ReactNode }, State> {
  override state: State = { error: null }

  static getDerivedStateFromError(error: unknown): State {
    return { error }
  }

  override render(): ReactNode {
    const { error } = this.state
    if (error === null) return this.props.children
    // After an update of the server the parts of the old page are gone; loading it again gets the new ones.
    return <ErrorState error={error} onRetry={() => location.reload()} />
  }
}
