import type { ActorJson } from '@mishap/core/client'
import { clip, visibleText } from '@mishap/core/format'
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { Icon, Skeleton } from '../primitives/index.js'
import { ActorMark, nameOf } from './actor-mark.js'
import css from './assignee-picker.module.css'

export interface ActorListProps {
  readonly people: readonly ActorJson[] | undefined
  readonly me: Pick<ActorJson, 'type' | 'id'> | null
  readonly suggested: readonly { readonly owner: ActorJson; readonly why: string }[]
  readonly value: ActorJson | null
  readonly onPick: (actor: ActorJson | null) => void
}

interface Choice {
  readonly key: string
  readonly actor: ActorJson | null
  readonly name: string
  readonly hint: string
}

/** More than this many are found by typing. */
const MAX_SHOWN = 50

/** A field that narrows a list of people and teams; the list is walked with the arrow keys from within the field. */
export function ActorList({ people, me, suggested, value, onPick }: ActorListProps) {
  const [text, setText] = useState('')
  const [at, setAt] = useState(0)
  const field = useRef<HTMLInputElement>(null)
  const id = useId()
  const choices = choicesOf({ people: people ?? [], me, suggested, value }, text)
  const current = Math.min(at, choices.length - 1)
  useEffect(() => field.current?.focus(), [])
  useEffect(() => {
    document.getElementById(`${id}-${current}`)?.scrollIntoView({ block: 'nearest' })
  }, [id, current])

  const onKeyDown = (event: KeyboardEvent) => {
    const to = nextChoice(event.key, current, choices.length)
    if (to !== null) {
      event.preventDefault()
      setAt(to)
    }
    const choice = choices[current]
    if (event.key === 'Enter' && choice !== undefined) {
      event.preventDefault()
      onPick(choice.actor)
    }
  }
  return (
    <>
      <input
        ref={field}
        type="text"
        role="combobox"
        aria-label="Assign to"
        aria-expanded="true"
        aria-controls={`${id}-list`}
        aria-activedescendant={choices.length === 0 ? undefined : `${id}-${current}`}
        aria-autocomplete="list"
        autoComplete="off"
        spellCheck={false}
        placeholder="Name, address or #team"
        className={css.field}
        value={text}
        onChange={(event) => {
          setText(event.target.value)
          setAt(0)
        }}
        onKeyDown={onKeyDown}
      />
      {people === undefined ? <Skeleton lines={3} height={28} label="Loading people" /> : null}
      <div id={`${id}-list`} role="listbox" aria-label="People and teams">
        {choices.map((choice, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field above has the keys
          // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the field, which names the active option
          <div
            key={choice.key}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === current}
            className={css.option}
            onPointerMove={() => setAt(index)}
            onClick={() => onPick(choice.actor)}
          >
            <ActorMark actor={choice.actor} />
            <span className={css.who}>
              <bdi className={css.name}>{choice.name}</bdi>
              {choice.hint === '' ? null : <bdi className={css.hint}>{choice.hint}</bdi>}
            </span>
            {isSame(choice.actor, value) ? <Icon name="check" size={14} /> : null}
          </div>
        ))}
      </div>
      {choices.length === 0 && people !== undefined ? <p className={css.none}>Nobody of that name.</p> : null}
    </>
  )
}

function choicesOf(
  {
    people,
    me,
    suggested,
    value,
  }: Required<Pick<ActorListProps, 'me' | 'suggested' | 'value'>> & {
    readonly people: readonly ActorJson[]
  },
  text: string,
): readonly Choice[] {
  const isMe = (actor: ActorJson) => me !== null && isSame(actor, me)
  const mine = people.filter(isMe).map((actor) => ({ key: 'me', actor, name: `${nameOf(actor)} (you)`, hint: '' }))
  const named = suggested
    .filter(({ owner }) => !isMe(owner))
    .map(({ owner, why }) => ({
      key: `suggested-${owner.type}-${owner.id}`,
      actor: owner,
      name: nameOf(owner),
      hint: `Suggested: ${visibleText(clip(why, 100))}`,
    }))
  const rest = people
    .filter((actor) => !isMe(actor) && !suggested.some(({ owner }) => isSame(owner, actor)))
    .map((actor) => ({
      key: `${actor.type}-${actor.id}`,
      actor,
      name: nameOf(actor),
      hint: actor.type === 'user' && actor.name !== '' ? visibleText(clip(actor.email ?? '', 80)) : '',
    }))
  const nobody = value === null ? [] : [{ key: 'nobody', actor: null, name: 'Nobody', hint: '' }]
  const wanted = text.trim().toLowerCase()
  const isWanted = ({ actor, name }: Choice) => `${name} ${actor?.email ?? ''}`.toLowerCase().includes(wanted)
  return [...mine, ...named, ...nobody, ...rest].filter(isWanted).slice(0, MAX_SHOWN)
}

function isSame(a: Pick<ActorJson, 'type' | 'id'> | null, b: Pick<ActorJson, 'type' | 'id'> | null): boolean {
  return a !== null && b !== null && a.type === b.type && a.id === b.id
}

function nextChoice(key: string, at: number, count: number): number | null {
  if (count === 0) return null
  if (key === 'ArrowDown') return (at + 1) % count
  return key === 'ArrowUp' ? (at - 1 + count) % count : null
}
