import type { IssueJson, IssueListQuery, IssueStatusName } from '@mishap/core/client'
import { counted } from '@mishap/core/format'
import { useRef } from 'react'
import { useToast } from '../primitives/index.js'
import { useMishap } from '../provider/context.js'
import { queryKeys } from '../provider/query-keys.js'
import { WhenGone } from './when-gone.js'

/** What an action is done to: issues at hand, or all that a search finds. */
export type IssueTargets =
  | { readonly issues: readonly Pick<IssueJson, 'id' | 'status'>[] }
  | { readonly query: IssueListQuery; readonly count: number | null }

export interface IssueActionHooks {
  /** The change is on its way and will not be refused, as far as anybody knows. */
  readonly onDone?: (status: IssueStatusName | 'deleted') => void
  /** It was taken back, by the reader or by the server. */
  readonly onUndone?: () => void
}

const DONE: Readonly<Record<IssueStatusName | 'deleted', string>> = {
  resolved: 'Resolved',
  ignored: 'Ignored',
  unresolved: 'Reopened',
  deleted: 'Deleted',
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

  function fail(error: unknown, { onUndone }: IssueActionHooks) {
    const reason = error instanceof Error ? error.message : String(error)
    toast.show({ message: `That did not work: ${reason}`, tone: 'danger' })
    onUndone?.()
  }

  async function setStatus(targets: IssueTargets, status: IssueStatusName, hooks: IssueActionHooks = {}) {
    try {
      hooks.onDone?.(status)
      await client.updateIssues(org, 'issues' in targets ? { id: idsOf(targets.issues) } : targets.query, { status })
      await refresh()
    } catch (error) {
      fail(error, hooks)
      return
    }
    const message = `${DONE[status]} ${sizeOf(targets)}`
    // Which statuses all the issues of a search had before is not known any more.
    if (!('issues' in targets)) {
      toast.show({ message })
      return
    }
    const run = async () => {
      undo.current = null
      try {
        for (const [before, issues] of byStatus(targets.issues))
          await client.updateIssues(org, { id: idsOf(issues) }, { status: before })
        await refresh()
        hooks.onUndone?.()
      } catch (error) {
        fail(error, hooks)
      }
    }
    const toastId = toast.show({ message, onUndo: () => void run() })
    undo.current = { toastId, run: () => void run() }
  }

  /** Nothing is deleted before the toast is gone: what is deleted cannot be brought back. */
  function remove(issues: readonly Pick<IssueJson, 'id' | 'status'>[], hooks: IssueActionHooks = {}) {
    let isSettled = false
    hooks.onDone?.('deleted')
    const commit = async () => {
      if (isSettled) return
      isSettled = true
      undo.current = null
      try {
        await Promise.all(issues.map(({ id }) => client.deleteIssue(id)))
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
    const message = (
      <WhenGone onGone={() => void commit()}>
        Deleted {sizeOf({ issues })}. What happens again comes back as a new issue.
      </WhenGone>
    )
    const toastId = toast.show({ message, onUndo: run })
    undo.current = { toastId, run }
  }

  return {
    setStatus,
    remove,
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

const idsOf = (issues: readonly { readonly id: string }[]) => issues.map(({ id }) => id)

function byStatus<T extends { readonly status: IssueStatusName }>(issues: readonly T[]): Map<IssueStatusName, T[]> {
  const groups = new Map<IssueStatusName, T[]>()
  for (const issue of issues) groups.set(issue.status, [...(groups.get(issue.status) ?? []), issue])
  return groups
}
