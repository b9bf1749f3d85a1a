import type { IssueChangeInput, IssueDetailJson } from '@mishap/core/client'
import { useEffect } from 'react'
import { foreseen } from '../issues/change-sentence.js'
import { useIssueActions } from '../issues/use-issue-actions.js'
import { copyText, type MenuItem, useToast } from '../primitives/index.js'
import { useMishap } from '../provider/context.js'
import { queryKeys } from '../provider/query-keys.js'
import { useOrganization } from '../provider/use-queries.js'

export interface IssueWork {
  /** False where the server would refuse changes. */
  readonly canWrite: boolean
  readonly change: (change: IssueChangeInput) => void
  /** Takes the last change back; false where there is none. */
  readonly undoLast: () => boolean
  /** What is done more rarely, for a menu. */
  readonly more: readonly MenuItem[]
}

export interface IssueWorkHooks {
  /** It is deleted, as soon as that is asked for. */
  readonly onGone: () => void
  readonly onMerge: () => void
  readonly onSplit: () => void
  readonly onMute: () => void
}

/** What can be done about one issue. */
export function useIssueWork(org: string, issue: IssueDetailJson | undefined, hooks: IssueWorkHooks): IssueWork {
  const { client, queryClient } = useMishap()
  const actions = useIssueActions(org)
  const toast = useToast()
  const access = useOrganization(org).data?.access
  const canWrite = access?.includes('event:write') ?? true
  const isUnseen = issue !== undefined && !issue.hasSeen
  const id = issue?.id

  useEffect(() => {
    if (!isUnseen || id === undefined || !canWrite) return
    // Nothing depends on it: who has seen the issue is told to others, and a refusal is none of the reader's business.
    client.updateIssue(id, { hasSeen: true }).then(
      () => queryClient.invalidateQueries({ queryKey: queryKeys.issue(id), exact: true }),
      () => undefined,
    )
  }, [client, queryClient, id, isUnseen, canWrite])

  const change = (wanted: IssueChangeInput) => {
    if (issue === undefined || !canWrite) return
    const key = queryKeys.issue(issue.id)
    const read = () =>
      Promise.all([
        queryClient.invalidateQueries({ queryKey: key, exact: true }),
        queryClient.invalidateQueries({ queryKey: queryKeys.issueActivity(issue.id) }),
      ])
    void actions
      .change({ issues: [issue] }, wanted, {
        onDone: () => queryClient.setQueryData(key, { ...issue, ...foreseen(wanted) }),
        onUndone: () => void read(),
      })
      .then(read)
  }
  const copyLink = async (link: string) => {
    const isCopied = await copyText(link)
    toast.show({ message: isCopied ? 'Copied the link' : 'The link could not be copied' })
  }
  const forGood = (how: 'remove' | 'discard') => () => {
    if (issue === undefined) return
    actions[how]({ issues: [issue] })
    hooks.onGone()
  }
  const more: readonly MenuItem[] =
    issue === undefined
      ? []
      : [
          {
            id: 'bookmark',
            label: issue.isBookmarked ? 'Take the bookmark off' : 'Bookmark',
            icon: 'tag',
            onSelect: () => change({ isBookmarked: !issue.isBookmarked }),
          },
          {
            id: 'follow',
            label: issue.isSubscribed ? 'Stop following' : 'Follow',
            icon: 'bell',
            onSelect: () => change({ isSubscribed: !issue.isSubscribed }),
          },
          { id: 'mute', label: 'Mute its alerts…', icon: 'mute', onSelect: hooks.onMute },
          { id: 'link', label: 'Copy link', icon: 'link', onSelect: () => void copyLink(issue.permalink) },
          { id: 'merge', label: 'Merge with…', icon: 'merge', startsGroup: true, onSelect: hooks.onMerge },
          { id: 'split', label: 'Split…', icon: 'layers', onSelect: hooks.onSplit },
          {
            id: 'discard',
            label: 'Delete and discard',
            hint: 'refuse what comes',
            icon: 'mute',
            isDanger: true,
            startsGroup: true,
            onSelect: forGood('discard'),
          },
          { id: 'delete', label: 'Delete', icon: 'trash', isDanger: true, onSelect: forGood('remove') },
        ]
  return { canWrite, change, undoLast: actions.undoLast, more }
}
