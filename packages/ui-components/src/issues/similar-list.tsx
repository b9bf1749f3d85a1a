import type { SimilarIssueJson } from '@mishap/core/client'
import { clip, percent, visibleText } from '@mishap/core/format'
import { Level } from '../primitives/index.js'
import { AppLink } from '../provider/app-link.js'
import css from './issue-aside.module.css'
import { titleParts } from './issue-title.js'

export interface SimilarListProps {
  readonly similar: readonly SimilarIssueJson[]
  /** The page of an issue. */
  readonly to: (id: string) => string
}

/** Issues that may have the same cause, the most similar first, each with what they have in common. */
export function SimilarList({ similar, to }: SimilarListProps) {
  return (
    <ul className={css.similar}>
      {similar.map(({ issue, score, why }) => {
        const { name, value } = titleParts(issue)
        return (
          <li key={issue.id}>
            <AppLink to={to(issue.id)} className={css.similarLink}>
              <bdi>{clip([name, value].filter(Boolean).join(': '), 140)}</bdi>
            </AppLink>
            <p className={css.note}>
              <Level level={issue.level} isCompact /> {issue.shortId} · {percent(score, 1)} alike
            </p>
            <p className={css.note}>{visibleText(clip(why, 300))}</p>
          </li>
        )
      })}
    </ul>
  )
}
