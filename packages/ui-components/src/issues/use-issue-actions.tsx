import type { IssueChangeInput, IssueJson, IssueListQuery } from '@mishap/core/client'
import { counted, visibleText } from '@mishap/core/format'
import { useRef } from 'react'
import { useToast } from '../primitives/index.js'
import { useMishap } from '../provider/context.js'
import { queryKeys } from '../provider/query-keys.js'
import { changeSentence } from './change-sentence.js'
import { WhenGone } from './when-gone.js'

/** What an action is done to: issues at hand, or all that a search finds. */
export type IssueTargets =
  | { readonly issues: readonly Pick<IssueJson, 'id' | 'status'>[] }
  | { readonly query: IssueListQuery; readonly count: number | null }

export interface IssueActionHooks {
  /** The change is on its way and will not be refused, as far as anybody knows. */
  readonly onDone?: () => void
  /** It was taken back, by the reader or by the server. */
  readonly onUndone?: () => void
  /** The server refused it, with its reason. `onUndone` follows. */
  readonly onFailed?: (reason: string) => void
}

/** Changes that say so in a toast and can be taken back there for a while. */
export function useIssueActions(org: string) {
  const { client, queryClient } = useMishap()
  const toast = useToast()
  const undo = useRef<{ readonly toastId: string; readonly run: () => void } | null>(null)

  const refresh = () =>
    Promise.all([
      // Of issues only what says their status, not their events and tags.
      queryClient.invalidateQueries({ predicate: ({ queryKey }) => queryKey[1] === 'issue' && queryKey.length === 3 }),
      queryClient.invalidateQueries({ queryKey: queryKeys.issueLists(org), refetchType: 'none' }),
    ])

  function fail(error: unknown, { onFailed, onUndone }: IssueActionHooks) {
    const reason = error instanceof Error ? error.message : String(error)
    toast.show({ message: `That did not work: ${visibleText(reason)}`, tone: 'danger' })
    onFailed?.(reason)
    onUndone?.()
  }

  /** Shows what was done; `takeBack` undoes it, once. */
  function tell(message: string, hooks: IssueActionHooks, takeBack: (() => Promise<unknown>) | null) {
    if (takeBack === null) {
      toast.show({ message })
      return
    }
    const run = async () => {
      undo.current = null
      try {
        await takeBack()
        await refresh()
        hooks.onUndone?.()
      } catch (error) {
        fail(error, hooks)
      }
    }
    undo.current = { toastId: toast.show({ message, onUndo: () => void run() }), run: () => void run() }
  }

  /** Status, assignee, priority and marks, of any number of issues in one call. */
  async function change(targets: IssueTargets, wanted: IssueChangeInput, hooks: IssueActionHooks = {}) {
    try {
      hooks.onDone?.()
      const made = await client.updateIssues(org, queryOf(targets), wanted)
      await refresh()
      const size = counted('issues' in targets ? targets.issues.length : made.changed, 'issue')
      const token = made.undo
      tell(`${changeSentence(wanted)}: ${size}`, hooks, token === null ? null : () => client.undoIssues(org, token))
    } catch (error) {
      fail(error, hooks)
    }
  }

  /** Makes one issue of all of them; taking it back takes each of the others out again. */
  async function merge(targets: IssueTargets, hooks: IssueActionHooks = {}) {
    try {
      const { parent, children } = await client.mergeIssues(org, queryOf(targets))
      hooks.onDone?.()
      await refresh()
      tell(`Merged ${counted(children.length + 1, 'issue')} into one`, hooks, async () => {
        for (const child of children) await client.unmergeIssue(parent, child)
      })
    } catch (error) {
      fail(error, hooks)
    }
  }

  /** Nothing is done before the toast is gone: what is deleted cannot be brought back. */
  function later(message: string, hooks: IssueActionHooks, act: () => Promise<unknown>) {
    let isSettled = false
    hooks.onDone?.()
    const commit = async () => {
      if (isSettled) return
      isSettled = true
      undo.current = null
      try {
        await act()
        await refresh()
      } catch (error) {
        fail(error, hooks)
      }
    }
    const run = () => {
      isSettled = true
      undo.current = null
      hooks.onUndone?.()
    }
    const toastId = toast.show({ message: <WhenGone onGone={() => void commit()}>{message}</WhenGone>, onUndo: run })
    undo.current = { toastId, run }
  }

  return {
    change,
    merge,
    remove: (targets: IssueTargets, hooks: IssueActionHooks = {}) =>
      later(`Deleted ${sizeOf(targets)}. What happens again comes back as a new issue.`, hooks, () =>
        client.deleteIssues(org, queryOf(targets)),
      ),
    /** Deletes them, and refuses events like theirs from then on. */
    discard: (targets: IssueTargets, hooks: IssueActionHooks = {}) =>
      later(`Discarded ${sizeOf(targets)}. Events like theirs are refused from now on.`, hooks, () =>
        client.updateIssues(org, queryOf(targets), { discard: true }),
      ),
    /** Takes the last change back; false where there is none to take back. */
    undoLast: (): boolean => {
      const last = undo.current
      if (last === null) return false
      last.run()
      toast.dismiss(last.toastId)
      return true
    },
  }
}

function sizeOf(targets: IssueTargets): string {
  if ('issues' in targets) return counted(targets.issues.length, 'issue')
  return targets.count === null ? 'all issues that match' : `all ${counted(targets.count, 'issue')} that match`
}

function queryOf(targets: IssueTargets): IssueListQuery {
  return 'issues' in targets ? { id: targets.issues.map(({ id }) => id) } : targets.query
}
