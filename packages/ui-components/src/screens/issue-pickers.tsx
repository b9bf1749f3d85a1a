import type { ActorJson, IssueChangeInput, IssueJson } from '@mishap/core/client'
import { forwardRef, useImperativeHandle, useRef, useState } from 'react'
import { AssigneePopup } from '../issues/assignee-picker.js'
import { IgnorePopup } from '../issues/ignore-menu.js'
import type { IssueMenuHandle } from '../issues/issue-menu.js'
import { PriorityPopup } from '../issues/priority-picker.js'
import { usePeople } from '../issues/use-people.js'

export interface IssuePickersHandle {
  /** `issue`: the one that it is about; null for all that are chosen. */
  readonly open: (what: 'assignee' | 'priority' | 'ignore', at: HTMLElement, issue: IssueJson | null) => void
}

export interface IssuePickersProps {
  readonly org: string
  /** `shown` is what the rows say until the server has answered. */
  readonly onChange: (change: IssueChangeInput, issue: IssueJson | null, shown?: Partial<IssueJson>) => void
}

/** The pickers of a whole list: one of each, which opens where it is wanted. */
export const IssuePickers = forwardRef<IssuePickersHandle, IssuePickersProps>(function IssuePickers(
  { org, onChange },
  ref,
) {
  const [issue, setIssue] = useState<IssueJson | null>(null)
  const [hasPeople, setHasPeople] = useState(false)
  const { people, me } = usePeople(org, hasPeople)
  const assignee = useRef<IssueMenuHandle>(null)
  const priority = useRef<IssueMenuHandle>(null)
  const ignore = useRef<IssueMenuHandle>(null)
  useImperativeHandle(ref, () => ({
    open: (what, at, about) => {
      setIssue(about)
      if (what === 'assignee') setHasPeople(true)
      const popups = { assignee, priority, ignore }
      popups[what].current?.openAt(at)
    },
  }))
  return (
    <>
      <AssigneePopup
        ref={assignee}
        people={people}
        me={me}
        value={issue?.assignedTo ?? null}
        onChange={(change) => onChange(change, issue, { assignedTo: actorOf(change.assignedTo, people) })}
      />
      <PriorityPopup ref={priority} value={issue?.priority ?? null} onChange={(change) => onChange(change, issue)} />
      <IgnorePopup ref={ignore} onChange={(change) => onChange(change, issue)} />
    </>
  )
})

function actorOf(name: string | null | undefined, people: readonly ActorJson[] = []): ActorJson | null {
  return people.find(({ type, id }) => `${type}:${id}` === name) ?? null
}
