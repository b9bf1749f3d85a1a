import { counted, visibleText } from '@mishap/core/format'
import { type ReactNode, useRef } from 'react'
import { Field, Icon, TextArea } from '../primitives/index.js'
import { type MarkedLine, markFaults, placeOf } from './marks.js'
import css from './rules-editor.module.css'

/** What cannot be read, at its place: line and column count from 1. */
export interface EditorFault {
  readonly line: number
  readonly column: number
  readonly message: string
  readonly remedy?: string
}

export interface RulesEditorProps {
  readonly label: ReactNode
  readonly hint?: ReactNode
  readonly value: string
  readonly onChange: (value: string) => void
  readonly faults: readonly EditorFault[]
  readonly placeholder?: string
}

/** Pixels, as in the style sheet; a letter about. */
const LINE_HEIGHT = 20
const LETTER_WIDTH = 7.5

const FEWEST_LINES = 5
const MOST_LINES = 20
/** More than these would help nobody. */
const MOST_FAULTS = 20

/** Rules, one a line, with numbers beside them; what cannot be read is marked where it stands and told below. */
export function RulesEditor({ label, hint, value, onChange, faults, placeholder }: RulesEditorProps) {
  const area = useRef<HTMLTextAreaElement>(null)
  const marks = useRef<HTMLPreElement>(null)
  const numbers = useRef<HTMLPreElement>(null)
  const lines = markFaults(value, faults)
  const follow = () => {
    const { scrollTop = 0, scrollLeft = 0 } = area.current ?? {}
    if (marks.current !== null) marks.current.style.transform = `translate(${-scrollLeft}px, ${-scrollTop}px)`
    if (numbers.current !== null) numbers.current.style.transform = `translateY(${-scrollTop}px)`
  }
  const goTo = (fault: EditorFault) => {
    const [from, to] = placeOf(value, fault)
    const { current } = area
    if (current === null) return
    current.focus()
    current.setSelectionRange(from, to)
    // Not every browser brings a selection into view.
    current.scrollTop = (fault.line - 1) * LINE_HEIGHT - current.clientHeight / 2
    current.scrollLeft = (fault.column - 1) * LETTER_WIDTH - current.clientWidth / 2
  }
  const error = faults.length === 0 ? undefined : `${counted(faults.length, 'fault')} to mend before this can be saved`
  return (
    <div className={css.rules}>
      <Field label={label} hint={hint} error={error}>
        <div className={css.editor} dir="ltr">
          <div className={css.gutter} aria-hidden="true">
            <pre ref={numbers} className={css.numbers}>
              {lines.map((line) => (
                <span key={line.number} className={line.marks.length > 0 ? css.wrong : undefined}>
                  {line.number}
                  {'\n'}
                </span>
              ))}
            </pre>
          </div>
          <div className={css.pane}>
            <pre ref={marks} className={css.marks} aria-hidden="true">
              {lines.map((line) => (
                <MarkedText key={line.number} line={line} />
              ))}
            </pre>
            <TextArea
              ref={area}
              className={css.area}
              rows={Math.min(MOST_LINES, Math.max(FEWEST_LINES, lines.length + 1))}
              spellCheck={false}
              autoCapitalize="none"
              autoCorrect="off"
              wrap="off"
              placeholder={placeholder}
              value={value}
              onScroll={follow}
              onChange={(event) => onChange(event.target.value)}
            />
          </div>
        </div>
      </Field>
      {faults.length === 0 ? null : (
        <ul className={css.faults}>
          {faults.slice(0, MOST_FAULTS).map((fault) => (
            <li key={`${fault.line}:${fault.column} ${fault.message}`} className={css.fault}>
              <button type="button" className={css.place} onClick={() => goTo(fault)}>
                Line {fault.line}, column {fault.column}
              </button>
              <span className={css.what}>
                <bdi>{visibleText(sentence(fault.message))}</bdi>{' '}
                {fault.remedy === undefined ? null : <span className={css.remedy}>{fault.remedy}</span>}
              </span>
            </li>
          ))}
          {faults.length > MOST_FAULTS ? (
            <li className={css.remedy}>
              <Icon name="alert" size={13} /> and {faults.length - MOST_FAULTS} more
            </li>
          ) : null}
        </ul>
      )}
    </div>
  )
}

/** The line as it is typed, invisible but for what underlines its faults. */
function MarkedText({ line }: { readonly line: MarkedLine }) {
  if (line.marks.length === 0) return '\n'
  return (
    <>
      {line.marks.map(({ before, marked }, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one line, which are made anew with it
        <span key={at}>
          {before}
          <span className={css.mark}>{marked}</span>
        </span>
      ))}
      {'\n'}
    </>
  )
}

function sentence(message: string): string {
  const whole = `${message.charAt(0).toUpperCase()}${message.slice(1)}`
  return /[.!?]$/.test(whole) ? whole : `${whole}.`
}
