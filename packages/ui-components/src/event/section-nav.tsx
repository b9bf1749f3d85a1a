import { useEffect, useRef, useState } from 'react'
import { Num } from '../primitives/index.js'
import line from '../primitives/tabs.module.css'
import { useFadingEdges } from '../primitives/use-fading-edges.js'
import css from './section-nav.module.css'

export interface SectionNavProps {
  readonly sections: readonly { readonly id: string; readonly label: string; readonly count?: number }[]
  /** Before a section's id, the id of its element. */
  readonly anchorPrefix: string
  readonly onJump: (id: string) => void
}

/** The sections of an event in one line that stays in sight, with the one being read marked. */
export function SectionNav({ sections, anchorPrefix, onJump }: SectionNavProps) {
  const nav = useRef<HTMLElement>(null)
  const list = useFadingEdges<HTMLUListElement>()
  const [current, setCurrent] = useState(sections[0]?.id)
  useEffect(() => {
    const page = nav.current?.ownerDocument
    if (page === undefined) return
    // The section that crosses a line in the upper part of the window is the one being read.
    const observer = new IntersectionObserver(
      (entries) => {
        const read = entries.find((entry) => entry.isIntersecting)
        const section = sections.find(({ id }) => anchorPrefix + id === read?.target.id)
        if (section !== undefined) setCurrent(section.id)
      },
      { rootMargin: '-20% 0px -79% 0px' },
    )
    for (const { id } of sections) {
      const element = page.getElementById(anchorPrefix + id)
      if (element !== null) observer.observe(element)
    }
    return () => observer.disconnect()
  }, [sections, anchorPrefix])
  return (
    <nav ref={nav} aria-label="Sections of the event" className={css.nav}>
      <ul ref={list} className={line.list}>
        {sections.map(({ id, label, count }, at) => (
          <li key={id}>
            <button
              type="button"
              className={css.link}
              aria-current={id === current ? 'true' : undefined}
              title={at < 9 ? `${label} (${at + 1})` : label}
              onClick={() => onJump(id)}
            >
              {label}
              {count === undefined ? null : (
                <span className={css.count}>
                  <Num value={count} />
                </span>
              )}
            </button>
          </li>
        ))}
      </ul>
    </nav>
  )
}
