import type { IssueDetailJson } from '@mishap/core/client'
import { lazy, Suspense } from 'react'
import { useMishap } from '../provider/context.js'
import { paths } from '../provider/paths.js'

const MergeDialog = lazy(async () => ({ default: (await import('../issues/parts/merge-dialog.js')).MergeDialog }))
const MuteDialog = lazy(async () => ({ default: (await import('./mute-dialog.js')).MuteDialog }))
const SplitDialog = lazy(async () => ({ default: (await import('../issues/parts/split-dialog.js')).SplitDialog }))

export interface IssueDialogsProps {
  readonly org: string
  readonly issue: IssueDetailJson
  /** What is asked for; loaded when it first is. */
  readonly asked: 'merge' | 'split' | 'mute' | null
  /** False for readers, who mute for themselves alone. */
  readonly canWrite: boolean
  readonly onClose: () => void
}

/** What makes one issue of many, or many of one, and leads to what came of it; and what keeps its alerts silent. */
export function IssueDialogs({ org, issue, asked, canWrite, onClose }: IssueDialogsProps) {
  const { navigation } = useMishap()
  const goTo = (id: string | undefined) => id !== undefined && navigation.navigate(paths.issue(org, id))
  if (asked === null) return null
  return (
    <Suspense>
      {asked === 'merge' ? <MergeDialog org={org} issues={[issue]} isOpen onClose={onClose} onMerged={goTo} /> : null}
      {asked === 'split' ? (
        <SplitDialog org={org} issue={issue} isOpen onClose={onClose} onSplit={([id]) => goTo(id)} />
      ) : null}
      {asked === 'mute' ? <MuteDialog org={org} issueId={issue.id} canWrite={canWrite} onClose={onClose} /> : null}
    </Suspense>
  )
}
