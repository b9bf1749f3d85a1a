import type { IssueChangeInput, IssueJson } from '@mishap/core/client'
import { bindKeys, LIST_KEYS } from '../provider/keys.js'
import { useShortcuts } from '../provider/use-shortcuts.js'

export interface IssueKeys {
  readonly issues: readonly IssueJson[]
  readonly cursor: string | null
  readonly setCursor: (id: string) => void
  readonly open: (issue: IssueJson) => void
  readonly toggle: (id: string) => void
  /** Chooses these as well. */
  readonly add: (ids: readonly string[]) => void
  /** Puts away the preview, else what is chosen. */
  readonly clear: () => void
  readonly change: (change: IssueChangeInput) => void
  /** Opens one of the pickers where the keyboard is. */
  readonly pick: (what: 'assignee' | 'priority' | 'ignore') => void
  readonly preview: () => void
  readonly merge: () => void
  /** False where there is nothing to take back. */
  readonly undo: () => boolean
  readonly focusSearch: () => void
  readonly applyNews: () => void
}

/** The keys of an issue list. They act on what is chosen, else on the row that they are at. */
export function useIssueKeys(keys: IssueKeys): void {
  const { issues, cursor } = keys
  const current = issues.find(({ id }) => id === cursor)
  const move = (by: 1 | -1): string | null => {
    const at = issues.findIndex(({ id }) => id === cursor)
    const start = by === 1 ? 0 : issues.length - 1
    const next = issues[at === -1 ? start : Math.max(0, Math.min(issues.length - 1, at + by))]
    if (next === undefined) return null
    keys.setCursor(next.id)
    const link = linkOf(next.id)
    link?.focus({ preventScroll: true })
    link?.closest('tr')?.scrollIntoView({ block: 'nearest' })
    return next.id
  }
  const extend = (by: 1 | -1) => {
    const to = move(by)
    if (to !== null) keys.add(cursor === null ? [to] : [cursor, to])
  }
  useShortcuts(
    bindKeys(LIST_KEYS, {
      next: () => move(1),
      previous: () => move(-1),
      open: () => current !== undefined && keys.open(current),
      preview: keys.preview,
      choose: () => current !== undefined && keys.toggle(current.id),
      extend: ({ key }) => extend(key === 'J' ? 1 : -1),
      clear: keys.clear,
      resolve: () => keys.change({ status: 'resolved' }),
      ignore: () => keys.pick('ignore'),
      assign: () => keys.pick('assignee'),
      priority: () => keys.pick('priority'),
      merge: keys.merge,
      undo: () => keys.undo() || keys.change({ status: 'unresolved' }),
      news: keys.applyNews,
      search: keys.focusSearch,
    }),
  )
}

/** The title of a shown issue, which has the focus when the keyboard is at its row. */
export function linkOf(id: string | null): HTMLElement | null {
  return id === null ? null : document.querySelector<HTMLElement>(`[data-issue="${CSS.escape(id)}"]`)
}
