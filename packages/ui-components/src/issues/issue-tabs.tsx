import type { HTMLAttributes, ReactNode } from 'react'
import { cx } from '../primitives/index.js'
import line from '../primitives/tabs.module.css'
import { useFadingEdges } from '../primitives/use-fading-edges.js'
import { AppLink } from '../provider/app-link.js'
import css from './issue-tabs.module.css'

export interface IssueTabItem {
  readonly to: string
  readonly label: string
  readonly count?: ReactNode
  readonly isCurrent: boolean
}

export interface IssueTabsProps extends HTMLAttributes<HTMLElement> {
  readonly items: readonly IssueTabItem[]
}

/** The pages of an issue. Links and not tabs: each has an address. */
export function IssueTabs({ items, className, ...rest }: IssueTabsProps) {
  const list = useFadingEdges<HTMLUListElement>()
  return (
    <nav aria-label="Pages of this issue" className={cx(css.tabs, className)} {...rest}>
      <ul ref={list} className={line.list}>
        {items.map(({ to, label, count, isCurrent }) => (
          <li key={label}>
            <AppLink to={to} className={cx(line.tab, css.tab)} aria-current={isCurrent ? 'page' : undefined}>
              {label}
              {count === undefined ? null : <span className={line.count}>{count}</span>}
            </AppLink>
          </li>
        ))}
      </ul>
    </nav>
  )
}
