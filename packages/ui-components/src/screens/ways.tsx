import type { ReactNode } from 'react'
import { Icon, type IconName } from '../primitives/index.js'
import { AppLink } from '../provider/app-link.js'
import css from './ways.module.css'

export interface Way {
  readonly to: string
  readonly icon: IconName
  readonly title: string
  readonly about: string
}

export interface WaysProps {
  readonly title: string
  readonly lead: string
  readonly ways: readonly Way[]
  /** Below them. */
  readonly children?: ReactNode
}

/** Where there is nothing yet: what there could be, and how to begin. */
export function Ways({ title, lead, ways, children }: WaysProps) {
  return (
    <div className={css.empty}>
      <h2 className={css.title}>{title}</h2>
      <p className={css.lead}>{lead}</p>
      <ul className={css.ways}>
        {ways.map((way) => (
          <li key={way.to}>
            <AppLink to={way.to} className={css.way}>
              <Icon name={way.icon} size={18} />
              <span className={css.wayTitle}>{way.title}</span>
              <span className={css.wayAbout}>{way.about}</span>
            </AppLink>
          </li>
        ))}
      </ul>
      {children}
    </div>
  )
}
