import type { AlertDraft } from './alert-draft.js'

/** What parts of the form are given. */
export interface AlertPartProps {
  readonly draft: AlertDraft
  readonly onChange: (change: Partial<AlertDraft>) => void
  /** What is wrong with a field, found here or by the server. */
  readonly fault: (...names: readonly string[]) => string | undefined
}
