import type { PersonJson } from '@mishap/core/client'
import { visibleText } from '@mishap/core/format'
import { type FormEvent, type KeyboardEvent, useId, useLayoutEffect, useRef, useState } from 'react'
import { Button, cx, Kbd, TextArea } from '../../primitives/index.js'
import over from '../../primitives/popover.module.css'
import { useAnchor } from '../../primitives/use-anchor.js'
import css from './activity.module.css'
import { mentionAt, peopleFor, withMention } from './mentions.js'

export interface CommentComposerProps {
  readonly people: readonly PersonJson[]
  /** Empties the field once it resolves; what it rejects with is said below the field. */
  readonly onSubmit: (text: string) => Promise<void>
  readonly initialText?: string
  readonly submitLabel?: string
  readonly onCancel?: () => void
  readonly className?: string
}

/** A field for a comment in markdown: `@` offers the members, Ctrl or ⌘ with Enter sends it. */
export function CommentComposer({
  people,
  onSubmit,
  initialText = '',
  submitLabel = 'Comment',
  onCancel,
  className,
}: CommentComposerProps) {
  const [text, setText] = useState(initialText)
  const [isBusy, setIsBusy] = useState(false)
  const [error, setError] = useState<string | null>(null)
  const field = useRef<HTMLTextAreaElement>(null)
  const mentions = useMentions(text, setText, people, field)
  const isEditing = onCancel !== undefined

  const submit = async () => {
    if (text.trim() === '' || isBusy) return
    setIsBusy(true)
    setError(null)
    try {
      await onSubmit(text.trim())
      setText('')
    } catch (cause) {
      setError(cause instanceof Error ? cause.message : String(cause))
    }
    setIsBusy(false)
  }
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (mentions.onKeyDown(event)) return
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault()
      void submit()
    }
    if (event.key === 'Escape' && onCancel !== undefined) {
      event.stopPropagation()
      onCancel()
    }
  }
  return (
    <form
      className={cx(css.composer, className)}
      onSubmit={(event: FormEvent) => {
        event.preventDefault()
        void submit()
      }}
    >
      <TextArea
        ref={field}
        aria-label={isEditing ? 'Edit comment' : 'Comment'}
        placeholder="Markdown; @ names somebody"
        rows={isEditing || text.includes('\n') ? 5 : 2}
        maxLength={50_000}
        autoFocus={isEditing}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKeyDown}
        {...mentions.field}
      />
      {mentions.list}
      {error === null ? null : (
        <p role="alert" className={css.error}>
          That did not work: {error}
        </p>
      )}
      {text === '' && !isEditing ? null : (
        <div className={css.composerActions}>
          <span className={css.hint}>
            <Kbd>Ctrl</Kbd> <Kbd>Enter</Kbd>
          </span>
          {isEditing ? (
            <Button size="sm" variant="ghost" onClick={onCancel}>
              Cancel
            </Button>
          ) : null}
          <Button type="submit" size="sm" variant="primary" busy={isBusy} disabled={text.trim() === ''}>
            {submitLabel}
          </Button>
        </div>
      )}
    </form>
  )
}

/** The list of members below the field, with the focus staying in it. */
function useMentions(
  text: string,
  setText: (text: string) => void,
  people: readonly PersonJson[],
  field: React.RefObject<HTMLTextAreaElement | null>,
) {
  const id = useId()
  const popover = useRef<HTMLDivElement>(null)
  const [caret, setCaret] = useState<number | null>(null)
  const [at, setAt] = useState(0)
  const typed = caret === null ? null : mentionAt(text, caret)
  const found = typed === null ? [] : peopleFor(typed.word, people)
  const isOpen = found.length > 0
  const active = found[Math.min(at, found.length - 1)]
  useAnchor(field, popover, isOpen, { side: 'below', align: 'start' })
  useLayoutEffect(() => {
    if (isOpen) popover.current?.showPopover()
    else popover.current?.hidePopover()
  }, [isOpen])

  const choose = (person: PersonJson) => {
    if (typed === null) return
    const next = withMention(text, typed, person)
    setText(next.text)
    setCaret(null)
    // The caret can be put there once the field holds the text.
    requestAnimationFrame(() => {
      field.current?.focus()
      field.current?.setSelectionRange(next.caret, next.caret)
    })
  }
  const follow = () => {
    setCaret(field.current?.selectionStart ?? null)
    setAt(0)
  }
  return {
    field: {
      'aria-autocomplete': 'list',
      'aria-controls': isOpen ? id : undefined,
      'aria-activedescendant': active === undefined ? undefined : `${id}-${active.id}`,
      onInput: follow,
      onClick: follow,
      onBlur: () => setCaret(null),
    } as const,
    /** True where the key was for the list. */
    onKeyDown: (event: KeyboardEvent): boolean => {
      if (!isOpen || active === undefined) return false
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
      if (step !== undefined) setAt((Math.min(at, found.length - 1) + step + found.length) % found.length)
      else if (event.key === 'Escape') setCaret(null)
      else if ((event.key === 'Enter' || event.key === 'Tab') && !event.ctrlKey && !event.metaKey) choose(active)
      else return false
      event.preventDefault()
      event.stopPropagation()
      return true
    },
    list: (
      <>
        <div
          ref={popover}
          id={id}
          popover="manual"
          role="listbox"
          aria-label="Members"
          className={cx(over.surface, css.members)}
        >
          {found.map((person) => (
            <div
              key={person.id}
              id={`${id}-${person.id}`}
              role="option"
              tabIndex={-1}
              aria-selected={person === active}
              className={css.member}
              // Before the field loses the focus, which would close the list.
              onPointerDown={(event) => {
                event.preventDefault()
                choose(person)
              }}
            >
              <bdi>{visibleText(person.name || person.email)}</bdi>
              <bdi className={css.memberEmail}>{visibleText(person.email)}</bdi>
            </div>
          ))}
        </div>
        <span role="status" className="mh-hidden">
          {isOpen ? `${found.length} of the members fit` : ''}
        </span>
      </>
    ),
  }
}
