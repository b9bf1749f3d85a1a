import type { ActorJson } from '@mishap/core/client'
import { clip, visibleText } from '@mishap/core/format'
import css from './assignee-picker.module.css'

/** The first letters of a person, or the sign of a team. Decoration: the name must stand beside it or be told. */
export function ActorMark({ actor }: { readonly actor: Pick<ActorJson, 'type' | 'name' | 'email'> | null }) {
  if (actor === null) return <span className={css.mark} data-kind="nobody" aria-hidden="true" />
  return (
    <span className={css.mark} data-kind={actor.type} aria-hidden="true">
      {actor.type === 'team' ? '#' : initials(nameOf(actor))}
    </span>
  )
}

/** What to call somebody, in a line: the name, else the address. */
export function nameOf({ type, name, email = '' }: Pick<ActorJson, 'type' | 'name' | 'email'>): string {
  const text = visibleText(clip(name === '' ? email : name, 80))
  return type === 'team' ? `#${text}` : text
}

function initials(name: string): string {
  const words = name.split(/[\s.@_-]+/).filter((word) => word !== '')
  const letters = words.length > 1 ? [words[0], words[1]] : [words[0]]
  return letters.map((word) => [...(word ?? '')][0]?.toUpperCase() ?? '').join('')
}
