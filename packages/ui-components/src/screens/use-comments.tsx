import type { ActivityJson, IssueDetailJson, PersonJson } from '@mishap/core/client'
import { useMemo, useState } from 'react'
import { WhenGone } from '../issues/when-gone.js'
import { useToast } from '../primitives/index.js'
import { useMishap } from '../provider/context.js'
import { queryKeys } from '../provider/query-keys.js'
import { useMe, useMembers } from '../provider/use-queries.js'

/** Writing, changing and deleting comments of an issue, and who can be named in them. */
export function useComments(org: string, issue: Pick<IssueDetailJson, 'id' | 'participants'>) {
  const { client, queryClient } = useMishap()
  const toast = useToast()
  const viewerId = useMe().data?.id ?? null
  const members = useMembers(org)
  const [deleted, setDeleted] = useState<ReadonlySet<string>>(new Set())
  const { participants } = issue
  const people = useMemo(() => {
    const all = (members.data?.items ?? []).flatMap(({ user }) => (user === null ? [] : [personOf(user)]))
    const known = new Set(all.map(({ id }) => id))
    return [...all, ...participants.filter(({ id }) => !known.has(id))]
  }, [members.data, participants])

  const refresh = async () => {
    await Promise.all([
      queryClient.invalidateQueries({ queryKey: queryKeys.issue(issue.id), exact: true }),
      queryClient.invalidateQueries({ queryKey: queryKeys.issueActivity(issue.id) }),
    ])
  }
  const show = (id: string) => setDeleted((all) => new Set([...all].filter((one) => one !== id)))
  const commit = async (entry: ActivityJson) => {
    try {
      await client.deleteComment(issue.id, Number(entry.id))
      await refresh()
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      toast.show({ message: `The comment is still there: ${reason}`, tone: 'danger' })
      show(entry.id)
    }
  }
  return {
    people,
    viewerId,
    /** Comments whose deletion can still be taken back. */
    deleted,
    add: async (text: string) => {
      await client.createComment(issue.id, text)
      await refresh()
    },
    edit: async ({ id }: ActivityJson, text: string) => {
      await client.updateComment(issue.id, Number(id), text)
      await refresh()
    },
    /** Nothing is deleted before the toast is gone. */
    remove: (entry: ActivityJson) => {
      let isTakenBack = false
      setDeleted((all) => new Set([...all, entry.id]))
      toast.show({
        message: <WhenGone onGone={() => isTakenBack || void commit(entry)}>Deleted your comment.</WhenGone>,
        onUndo: () => {
          isTakenBack = true
          show(entry.id)
        },
      })
    },
  }
}

function personOf({ id, name, email, username }: PersonJson): PersonJson {
  return { id, name, email, username }
}
