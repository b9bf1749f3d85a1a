import type { IssueJson, IssueTopTagJson } from '@mishap/core/client'
import type { Bucket } from '@mishap/core/format'
import { type MouseEvent, memo } from 'react'
import { Checkbox, Icon, Level } from '../primitives/index.js'
import type { ColumnId } from './columns.js'
import { IssueCell } from './issue-cell.js'
import css from './issue-table.module.css'
import { IssueBadges, oneLine, titleParts } from './issue-title.js'

export interface IssueRowProps {
  readonly issue: IssueJson
  readonly columns: readonly ColumnId[]
  readonly trend: readonly Bucket[]
  readonly tags: readonly IssueTopTagJson[] | undefined
  readonly href: string
  readonly onOpen: ((issue: IssueJson) => void) | undefined
  readonly isSelected: boolean | undefined
  readonly onToggle: ((id: string, isRange: boolean) => void) | undefined
  readonly onAssign: ((issue: IssueJson, at: HTMLElement) => void) | undefined
  readonly onPrioritize: ((issue: IssueJson, at: HTMLElement) => void) | undefined
  readonly isCurrent: boolean
  readonly hasProject: boolean
  readonly hasStatus: boolean
}

/** One issue of a table. Drawn again only when something of it is another. */
export const IssueRow = memo(function IssueRow({ issue, columns, href, onOpen, isSelected, ...about }: IssueRowProps) {
  const { name, value } = titleParts(issue)
  const open = (event: MouseEvent) => {
    const isPlain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey
    if (onOpen === undefined || !isPlain) return
    event.preventDefault()
    onOpen(issue)
  }
  return (
    <tr
      className={css.row}
      data-selected={isSelected}
      data-current={about.isCurrent}
      data-done={issue.status}
      data-seen={issue.hasSeen}
    >
      {isSelected === undefined ? null : (
        <td className={css.check}>
          <Checkbox
            label={`Choose ${issue.shortId}`}
            isLabelHidden
            checked={isSelected}
            onClick={(event) => about.onToggle?.(issue.id, event.shiftKey)}
            // The click says whether it is a range; React wants a handler for what it controls.
            onChange={ignore}
          />
        </td>
      )}
      <td className={css.issue}>
        <div className={css.lines}>
          <div className={css.line}>
            <Level level={issue.level} isCompact className={css.level} />
            <a href={href} dir="auto" className={css.link} onClick={open} data-issue={issue.id}>
              <bdi className={css.name}>{name}</bdi> <bdi className={css.value}>{value}</bdi>
            </a>
          </div>
          <div className={css.meta}>
            <span className={css.badges}>
              <IssueBadges issue={issue} isStatusShown={about.hasStatus} />
            </span>
            {issue.isBookmarked ? <Bookmark /> : null}
            {about.hasProject ? <bdi className={css.project}>{issue.project.name}</bdi> : null}
            <span className={css.short}>{issue.shortId}</span>
            {issue.numComments === 0 ? null : (
              <span className={css.short}>
                {issue.numComments === 1 ? '1 comment' : `${issue.numComments} comments`}
              </span>
            )}
            {issue.culprit === '' ? null : <bdi className={css.culprit}>{oneLine(issue.culprit)}</bdi>}
          </div>
        </div>
      </td>
      {columns.map((column) => (
        <IssueCell
          key={column}
          column={column}
          issue={issue}
          trend={about.trend}
          tags={about.tags}
          onAssign={about.onAssign}
          onPrioritize={about.onPrioritize}
        />
      ))}
    </tr>
  )
})

function Bookmark() {
  return (
    <span className={css.bookmark} title="Bookmarked">
      <Icon name="bookmark" size={12} />
      <span className="mh-hidden">Bookmarked</span>
    </span>
  )
}

const ignore = () => undefined
