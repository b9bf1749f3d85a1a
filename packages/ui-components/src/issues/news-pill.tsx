import { useEffect, useRef, useState } from 'react'
import { Icon, Kbd } from '../primitives/index.js'
import css from './news-pill.module.css'

export interface NewsPillProps {
  readonly added: number
  readonly changed: number
  readonly onApply: () => void
}

const SAY_EVERY_MS = 15_000

/** What has happened since the list was put in order. Says it aloud every fifteen seconds at most. */
export function NewsPill({ added, changed, onApply }: NewsPillProps) {
  const text = [added > 0 ? `${added} new` : '', changed > 0 ? `${changed} updated` : ''].filter(Boolean).join(' · ')
  const said = useThrottledText(text)
  return (
    <>
      <span role="status" className="mh-hidden">
        {said === '' ? '' : `Issues: ${said}`}
      </span>
      {text === '' ? null : (
        <div className={css.place}>
          <button type="button" className={css.pill} onClick={onApply} title="Put the list in order again">
            <Icon name="chevron-up" size={12} />
            {text}
            <Kbd className={css.key}>.</Kbd>
          </button>
        </div>
      )}
    </>
  )
}

function useThrottledText(text: string): string {
  const [said, setSaid] = useState('')
  const lastAt = useRef(0)
  useEffect(() => {
    const wait = text === '' ? 0 : Math.max(0, lastAt.current + SAY_EVERY_MS - Date.now())
    const timer = setTimeout(() => {
      if (text !== '') lastAt.current = Date.now()
      setSaid(text)
    }, wait)
    return () => clearTimeout(timer)
  }, [text])
  return said
}
