import type { ActorJson, IssueChangeInput, IssuePeopleJson, PersonJson } from '@mishap/core/client'
import { clip, visibleText } from '@mishap/core/format'
import { type ReactNode, useState } from 'react'
import { Button, Card, Time } from '../primitives/index.js'
import { ActorMark, nameOf } from './actor-mark.js'
import css from './issue-aside.module.css'

export interface PeopleCardProps {
  readonly people: IssuePeopleJson
  /** Whom the ownership rules name, with the rule. */
  readonly suggested: readonly { readonly owner: ActorJson; readonly why: string }[]
  /** Who has the issue is not suggested again. */
  readonly assignedTo: ActorJson | null
  readonly isSubscribed: boolean
  /** Left out for readers. */
  readonly onChange?: (change: IssueChangeInput) => void
}

/** Who might take an issue, who follows it, and who has looked at it. */
export function PeopleCard({ people, suggested, assignedTo, isSubscribed, onChange }: PeopleCardProps) {
  const owners = suggested.filter(({ owner }) => owner.type !== assignedTo?.type || owner.id !== assignedTo.id)
  return (
    <Card
      title="People"
      actions={
        onChange === undefined ? undefined : (
          <Button
            size="sm"
            variant="ghost"
            icon="bell"
            aria-pressed={isSubscribed}
            onClick={() => onChange({ isSubscribed: !isSubscribed })}
          >
            {isSubscribed ? 'Following' : 'Follow'}
          </Button>
        )
      }
    >
      {owners.length === 0 ? null : (
        <Part title="Suggested by ownership rules">
          {owners.slice(0, 5).map(({ owner, why }) => (
            <li key={`${owner.type}:${owner.id}`} className={css.person}>
              <ActorMark actor={owner} />
              <span className={css.personName}>
                <bdi>{nameOf(owner)}</bdi>
                <br />
                <code className={css.note}>{visibleText(clip(why, 120))}</code>
              </span>
              {onChange === undefined ? null : (
                <Button
                  size="sm"
                  aria-label={`Assign to ${nameOf(owner)}`}
                  onClick={() => onChange({ assignedTo: `${owner.type}:${owner.id}` })}
                >
                  Assign
                </Button>
              )}
            </li>
          ))}
        </Part>
      )}
      <Persons title="Following" people={people.participants} none="Nobody follows it." />
      <Persons title="Seen by" people={people.seenBy} none="Nobody has looked at it." />
    </Card>
  )
}

const SHOWN = 5

interface PersonsProps {
  readonly title: string
  readonly people: readonly (PersonJson & { readonly lastSeen?: string })[]
  readonly none: string
}

function Persons({ title, people, none }: PersonsProps) {
  const [isWhole, setIsWhole] = useState(false)
  const shown = isWhole ? people : people.slice(0, SHOWN)
  const left = people.length - shown.length
  return (
    <Part
      title={title}
      more={
        left === 0 ? null : (
          <Button size="sm" variant="ghost" onClick={() => setIsWhole(true)}>
            Show {left} more
          </Button>
        )
      }
    >
      {people.length === 0 ? <li className={css.note}>{none}</li> : null}
      {shown.map((person) => (
        <li key={person.id} className={css.person}>
          <ActorMark actor={{ ...person, type: 'user' }} />
          <bdi className={css.personName}>{nameOf({ ...person, type: 'user' })}</bdi>
          {person.lastSeen === undefined ? null : (
            <span className={css.note}>
              <Time value={person.lastSeen} isFocusable={false} />
            </span>
          )}
        </li>
      ))}
    </Part>
  )
}

interface PartProps {
  readonly title: string
  readonly children: ReactNode
  readonly more?: ReactNode
}

function Part({ title, children, more = null }: PartProps) {
  return (
    <section className={css.part}>
      <h3 className={css.partTitle}>{title}</h3>
      <ul className={css.names}>{children}</ul>
      {more}
    </section>
  )
}
