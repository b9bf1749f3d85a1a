import type { IssueStatusName } from '@mishap/core/client'
import { useShortcuts } from '../provider/use-shortcuts.js'

export interface DetailKeys {
  /** Ids of the events around the one that is shown; null at the ends. */
  readonly older: string | null
  readonly newer: string | null
  readonly goToEvent: (target: string) => void
  /** Ids of the issues around this one in the list that the reader came from. */
  readonly previous: string | null
  readonly next: string | null
  readonly goToIssue: (id: string) => void
  readonly back: () => void
  readonly setStatus: (status: IssueStatusName) => void
  /** False where there is nothing to take back. */
  readonly undo: () => boolean
  readonly jumpTo: (section: number) => void
}

const SECTIONS = ['1', '2', '3', '4', '5', '6', '7', '8', '9']

/** The keys of an issue's page. */
export function useDetailKeys(keys: DetailKeys): void {
  const event = (target: string | null) => () => target !== null && keys.goToEvent(target)
  const issue = (id: string | null) => () => id !== null && keys.goToIssue(id)
  const group = 'Issue'
  useShortcuts([
    { keys: ['e'], label: 'Resolve', group, run: () => keys.setStatus('resolved') },
    { keys: ['m'], label: 'Ignore', group, run: () => keys.setStatus('ignored') },
    { keys: ['u'], label: 'Take back, or reopen', group, run: () => keys.undo() || keys.setStatus('unresolved') },
    { keys: ['j'], label: 'Next issue of the list', group, run: issue(keys.next) },
    { keys: ['k'], label: 'Previous issue of the list', group, run: issue(keys.previous) },
    { keys: ['['], label: 'Older event', group, run: event(keys.older) },
    { keys: [']'], label: 'Newer event', group, run: event(keys.newer) },
    { keys: ['{'], label: 'First event', group, run: event(keys.older === null ? null : 'oldest') },
    { keys: ['}'], label: 'Latest event', group, run: event(keys.newer === null ? null : 'latest') },
    { keys: SECTIONS, label: 'Go to a section', group, run: ({ key }) => keys.jumpTo(Number(key)) },
    { keys: ['Escape'], label: 'Back to the list', group, run: keys.back },
  ])
}
