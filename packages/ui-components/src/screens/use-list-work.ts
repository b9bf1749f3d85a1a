import type { IssueChangeInput, IssueJson } from '@mishap/core/client'
import { useState } from 'react'
import { foreseen } from '../issues/change-sentence.js'
import { issueStatusOf, statusOf } from '../issues/query-text.js'
import { everyIssue, type IssueSearch } from '../issues/search-params.js'
import type { Selection } from '../issues/selection.js'
import { type IssueActionHooks, type IssueTargets, useIssueActions } from '../issues/use-issue-actions.js'
import type { IssueStream } from '../issues/use-issue-stream.js'

export interface ListWorkOptions {
  readonly org: string
  readonly search: IssueSearch
  readonly stream: IssueStream
  readonly selection: Selection
  /** The row that the keyboard is at. */
  readonly cursor: string | null
  readonly setCursor: (id: string | null) => void
}

/**
 * What is done to issues of a list: to one that is named, else to all that are chosen, else to the row that the keyboard
 * is at. Rows that leave the search are taken out at once; what was refused stays chosen, with the reason.
 */
export function useListWork({ org, search, stream, selection, cursor, setCursor }: ListWorkOptions) {
  const actions = useIssueActions(org)
  const [problem, setProblem] = useState<string | null>(null)
  const issues = stream.page?.items ?? []

  const chosen = (): readonly IssueJson[] => {
    if (selection.selected.size > 0) return [...selection.selected.values()]
    return issues.filter(({ id }) => id === cursor)
  }
  const targetsOf = (one: IssueJson | null): IssueTargets | null => {
    if (one !== null) return { issues: [one] }
    if (selection.isEverything) return { query: everyIssue(search), count: stream.page?.hits ?? null }
    const issues = chosen()
    return issues.length === 0 ? null : { issues }
  }
  const takeOut = (gone: ReadonlySet<string>) => {
    const at = issues.findIndex(({ id }) => id === cursor)
    if (cursor !== null && gone.has(cursor))
      setCursor((issues.slice(at).find(({ id }) => !gone.has(id)) ?? issues[at - 1])?.id ?? null)
    stream.remove(gone)
  }
  /** Runs an action with what it does to the list. `isOwn`: it is about one row, and the chosen ones stay so. */
  const run = async (
    targets: IssueTargets,
    { isOwn, onDone }: { readonly isOwn: boolean; readonly onDone: (ids: ReadonlySet<string>) => void },
    act: (hooks: IssueActionHooks) => Promise<void> | void,
  ) => {
    const before = selection.selected
    const ids = new Set('issues' in targets ? targets.issues.map(({ id }) => id) : [])
    setProblem(null)
    await act({
      onDone: () => {
        if (!isOwn) selection.clear()
        onDone(ids)
      },
      onFailed: (reason) => {
        if (isOwn || before.size === 0) return
        setProblem(reason)
        selection.restore(before)
      },
      onUndone: stream.reload,
    })
    if (!('issues' in targets)) stream.reload()
  }

  return {
    problem,
    undoLast: actions.undoLast,
    chosen,
    change: async (change: IssueChangeInput, one: IssueJson | null = null, shown: Partial<IssueJson> = {}) => {
      const targets = targetsOf(one)
      if (targets === null) return
      const part = { ...foreseen(change), ...shown }
      const status = issueStatusOf(statusOf(search.query))
      const leaves = part.status !== undefined && status !== null && part.status !== status
      await run(
        targets,
        { isOwn: one !== null, onDone: (ids) => (leaves ? takeOut(ids) : stream.patch(ids, part)) },
        (hooks) => actions.change(targets, change, hooks),
      )
    },
    /** Those of the dialog, which may have found more than were chosen; else all that are chosen. */
    merge: async (issues?: readonly IssueJson[]) => {
      const targets = issues === undefined ? targetsOf(null) : { issues }
      if (targets === null) return
      await run(targets, { isOwn: false, onDone: stream.reload }, (hooks) => actions.merge(targets, hooks))
    },
    remove: () => {
      const targets = targetsOf(null)
      if (targets !== null)
        void run(targets, { isOwn: false, onDone: takeOut }, (hooks) => actions.remove(targets, hooks))
    },
    discard: () => {
      const targets = targetsOf(null)
      if (targets !== null)
        void run(targets, { isOwn: false, onDone: takeOut }, (hooks) => actions.discard(targets, hooks))
    },
  }
}

export type ListWork = ReturnType<typeof useListWork>
