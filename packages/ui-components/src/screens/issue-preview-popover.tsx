import type { IssueJson } from '@mishap/core/client'
import { useQuery } from '@tanstack/react-query'
import { useId, useLayoutEffect, useRef } from 'react'
import { IssuePreview } from '../issues/issue-preview.js'
import { useAnchor } from '../primitives/use-anchor.js'
import { useMishap } from '../provider/context.js'
import css from './issues-screen.module.css'
import { linkOf } from './use-issue-keys.js'

export interface IssuePreviewPopoverProps {
  readonly issue: IssueJson
}

/** The preview of an issue beside its title. The focus stays on the title, which it describes. */
export function IssuePreviewPopover({ issue }: IssuePreviewPopoverProps) {
  const { queries, queryClient } = useMishap()
  const box = useRef<HTMLDivElement>(null)
  const link = useRef<HTMLElement | null>(null)
  const id = useId()
  const event = useQuery(queries.issueEvent(issue.id, 'latest'), queryClient)
  const tags = useQuery(queries.issueTags(issue.id), queryClient)
  useLayoutEffect(() => {
    link.current = linkOf(issue.id)
    if (box.current?.matches(':popover-open') === false) box.current.showPopover()
    const title = link.current
    title?.setAttribute('aria-describedby', id)
    return () => title?.removeAttribute('aria-describedby')
  }, [issue.id, id])
  useAnchor(link, box, true, { side: 'below', align: 'start' })
  return (
    <div ref={box} id={id} popover="manual" className={css.preview}>
      <IssuePreview
        issue={issue}
        event={event.data ?? (event.isError ? null : undefined)}
        tags={tags.data ?? (tags.isError ? null : undefined)}
      />
    </div>
  )
}
