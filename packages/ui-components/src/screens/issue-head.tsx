import type { IssueChangeInput, IssueDetailJson } from '@mishap/core/client'
import { forwardRef, type Ref, useState } from 'react'
import { IssueActions, type IssueActionsHandle } from '../issues/issue-actions.js'
import { IssueHeader } from '../issues/issue-header.js'
import { usePeople } from '../issues/use-people.js'
import type { MenuItem } from '../primitives/index.js'
import { useSuggestedOwners } from '../provider/use-queries.js'

export interface IssueHeadProps {
  readonly org: string
  readonly issue: IssueDetailJson
  /** False for readers: they see what is, and no buttons that would be refused. */
  readonly canWrite: boolean
  readonly heading: Ref<HTMLHeadingElement>
  readonly onChange: (change: IssueChangeInput) => void
  readonly more: readonly MenuItem[]
}

/** The head of an issue's page: what it is, and what to do about it. */
export const IssueHead = forwardRef<IssueActionsHandle, IssueHeadProps>(function IssueHead(
  { org, issue, canWrite, heading, onChange, more },
  ref,
) {
  const [isAssigning, setIsAssigning] = useState(false)
  const people = usePeople(org, isAssigning)
  const owners = useSuggestedOwners(issue.id, canWrite)
  const suggested = (owners.data?.owners ?? []).map(({ owner, rule }) => ({ owner, why: rule }))
  return (
    <IssueHeader
      ref={heading}
      issue={issue}
      actions={
        canWrite ? (
          <IssueActions
            ref={ref}
            issue={issue}
            onChange={onChange}
            people={people.people}
            me={people.me}
            suggested={suggested}
            onPeopleNeeded={() => setIsAssigning(true)}
            more={more}
          />
        ) : null
      }
    />
  )
})
