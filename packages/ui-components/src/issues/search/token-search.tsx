import { parseSearch, type SearchFault } from '@mishap/core/format'
import {
  type FormEvent,
  forwardRef,
  type KeyboardEvent,
  useEffect,
  useId,
  useImperativeHandle,
  useMemo,
  useRef,
  useState,
} from 'react'
import { Icon, IconButton } from '../../primitives/index.js'
import { completionAt, withKey, withNegation, withValue } from './complete.js'
import { MarkedText } from './marked-text.js'
import { OptionList } from './option-list.js'
import type { SearchOption, SearchSource } from './options.js'
import css from './token-search.module.css'
import { useOptions } from './use-options.js'

export interface TokenSearchProps {
  /** What is being shown; typing changes only the field until it is searched for. */
  readonly value: string
  readonly onSearch: (query: string) => void
  /** Must not be another at every rendering. */
  readonly source: SearchSource
  /** Offered while the field is empty. */
  readonly recent?: readonly string[]
  /** What the server found wrong beyond what the field sees itself. */
  readonly error?: string | null
  readonly label?: string
  readonly placeholder?: string
  /** Makes it a field of the form around it, told at each stroke: nothing is searched for, and Enter sends nothing. */
  readonly onType?: (query: string) => void
}

export interface TokenSearchHandle {
  readonly focus: () => void
  /** Adds a condition to what is typed. */
  readonly add: (clause: string) => void
}

/**
 * A search in the search language: plain text to type and to paste, with its parts in colour, faults underlined, and
 * keys and values to choose from where the caret stands.
 */
export const TokenSearch = forwardRef<TokenSearchHandle, TokenSearchProps>(function TokenSearch(
  {
    value,
    onSearch,
    source,
    recent = NO_SEARCHES,
    error = null,
    label = 'Search issues',
    placeholder = 'Search words, or key:value',
    onType,
  },
  ref,
) {
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  const box = useRef<HTMLDivElement>(null)
  const marks = useRef<HTMLDivElement>(null)
  const [text, setText] = useState(value)
  const [caret, setCaret] = useState(0)
  const [isOpen, setIsOpen] = useState(false)
  const [isFocused, setIsFocused] = useState(false)
  const [active, setActive] = useState<number | null>(null)
  const wantedCaret = useRef<number | null>(null)
  const search = useMemo(() => parseSearch(text), [text])
  const completion = useMemo(() => (isOpen ? completionAt(text, caret) : null), [isOpen, text, caret])
  const { options, isWaiting } = useOptions(completion, { source, recent, isEmpty: text.trim() === '' })
  const isListed = isOpen && (options.length > 0 || isWaiting)
  const current = active === null ? null : Math.min(active, options.length - 1)
  // Who is typing has not made a mistake yet where they type.
  const faults = search.faults.filter(({ from, to }) => !isFocused || caret < from || caret > to + 1)

  // biome-ignore lint/correctness/useExhaustiveDependencies: what is typed here is not overwritten by itself
  useEffect(() => {
    if (value !== text.trim()) setText(value)
  }, [value])
  useEffect(() => {
    if (wantedCaret.current === null) return
    input.current?.setSelectionRange(wantedCaret.current, wantedCaret.current)
    wantedCaret.current = null
  })
  useEffect(() => {
    if (marks.current !== null && input.current !== null) marks.current.scrollLeft = input.current.scrollLeft
  })
  const edit = (next: { readonly text: string; readonly caret: number }) => {
    setText(next.text)
    onType?.(next.text)
    setCaret(next.caret)
    setActive(null)
    wantedCaret.current = next.caret
    input.current?.focus()
  }
  useImperativeHandle(ref, () => ({
    focus: () => {
      input.current?.focus()
      input.current?.select()
    },
    add: (clause) => {
      const next = `${text.trimEnd()} ${clause}`.trim()
      edit({ text: next, caret: next.length })
    },
  }))

  const submit = (query: string) => {
    setIsOpen(false)
    setActive(null)
    onSearch(query.trim())
  }
  const take = (option: SearchOption) => {
    if (completion === null) return
    switch (option.kind) {
      case 'recent':
        edit({ text: option.query, caret: option.query.length })
        submit(option.query)
        return
      case 'key':
        edit(withKey(text, completion, option.key))
        return
      case 'negate':
        if (completion.token !== null) edit(withNegation(text, completion.token))
        return
      case 'value': {
        const next = withValue(text, completion, option.value, option.isLiteral)
        edit(next)
        onSearch(next.text.trim())
      }
    }
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    const to = event.altKey ? null : nextOption(event.key, current, options.length)
    if (to !== undefined && to !== null) {
      event.preventDefault()
      setIsOpen(true)
      setActive(to)
      return
    }
    const chosen = current === null ? undefined : options[current]
    const isTyped = completion !== null && completion.typed !== ''
    const completed = chosen ?? (isTyped ? options[0] : undefined)
    if (event.key === 'Enter' && isListed && chosen !== undefined) {
      event.preventDefault()
      take(chosen)
    }
    // Without anything to take over, Tab leaves the field as everywhere.
    if (event.key === 'Tab' && !event.shiftKey && isListed && completed !== undefined) {
      event.preventDefault()
      take(completed)
    }
    if (event.key === 'Escape') onEscape()
    if (event.key === 'Enter' && onType !== undefined && !event.defaultPrevented) {
      event.preventDefault()
      submit(text)
    }
  }
  const onEscape = () => {
    if (isListed) {
      setIsOpen(false)
      setActive(null)
      return
    }
    if (text === value) input.current?.blur()
    setText(value)
  }
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    submit(text)
  }
  // A form within a form is none.
  const Box = onType === undefined ? 'form' : 'div'
  const follow = () => setCaret(input.current?.selectionStart ?? 0)

  return (
    <Box role="search" className={css.search} {...(onType === undefined ? { onSubmit } : {})}>
      <div ref={box} className={css.field} data-wrong={faults.length > 0 || error !== null}>
        <Icon name="search" size={14} className={css.icon} />
        <div className={css.text}>
          <div ref={marks} className={css.marks} aria-hidden="true">
            <MarkedText search={search} faults={faults} />
          </div>
          <input
            ref={input}
            type="text"
            role="combobox"
            aria-label={label}
            aria-expanded={isListed}
            aria-controls={`${id}-list`}
            aria-activedescendant={isListed && current !== null ? `${id}-${current}` : undefined}
            aria-autocomplete="list"
            aria-invalid={faults.length > 0 || error !== null}
            aria-describedby={`${id}-faults`}
            enterKeyHint="search"
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            placeholder={placeholder}
            className={css.input}
            value={text}
            onChange={(event) => {
              setText(event.target.value)
              onType?.(event.target.value)
              setCaret(event.target.selectionStart ?? event.target.value.length)
              setIsOpen(true)
              setActive(null)
            }}
            onSelect={follow}
            onFocus={() => setIsFocused(true)}
            onClick={() => setIsOpen(true)}
            onBlur={() => {
              setIsFocused(false)
              setIsOpen(false)
              setActive(null)
            }}
            onScroll={(event) => marks.current?.scrollTo({ left: event.currentTarget.scrollLeft })}
            onKeyDown={onKeyDown}
          />
        </div>
        {text === '' ? null : (
          <IconButton
            icon="close"
            size="sm"
            label="Clear the search"
            className={css.clear}
            onClick={() => {
              edit({ text: '', caret: 0 })
              submit('')
            }}
          />
        )}
      </div>
      <OptionList
        id={id}
        anchor={box}
        isOpen={isListed}
        options={options}
        isWaiting={isWaiting}
        current={current}
        onPoint={setActive}
        onTake={take}
      />
      <Faults id={`${id}-faults`} text={text} faults={faults} error={faults.length === 0 ? error : null} />
    </Box>
  )
})

const NO_SEARCHES: readonly string[] = []

interface FaultsProps {
  readonly id: string
  readonly text: string
  readonly faults: readonly SearchFault[]
  readonly error: string | null
}

/** What is wrong in words, each with its place and what to do. */
function Faults({ id, text, faults, error }: FaultsProps) {
  return (
    <div id={id} aria-live="polite">
      {faults.length === 0 && error === null ? null : (
        <ul className={css.faults}>
          {faults.slice(0, 3).map(({ from, to, message, remedy }) => (
            <li key={`${from} ${message}`}>
              <Icon name="alert" size={13} />{' '}
              {to > from && !message.includes(text.slice(from, to)) ? (
                <bdi>“{text.slice(from, Math.min(to, from + 60))}”: </bdi>
              ) : null}
              {message} <span className={css.remedy}>{remedy}</span>
            </li>
          ))}
          {error === null ? null : (
            <li>
              <Icon name="alert" size={13} /> {error}
            </li>
          )}
        </ul>
      )}
    </div>
  )
}

function nextOption(key: string, at: number | null, count: number): number | null | undefined {
  if (count === 0) return null
  if (key === 'ArrowDown') return at === null ? 0 : (at + 1) % count
  if (key === 'ArrowUp') return at === null ? count - 1 : (at - 1 + count) % count
  return null
}
