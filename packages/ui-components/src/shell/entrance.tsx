import type { ReactNode } from 'react'
import { useMishap } from '../provider/context.js'
import css from './entrance.module.css'
import { Logo } from './logo.js'
import { ThemeToggle } from './theme-toggle.js'

export interface EntranceProps {
  /** Only as wide as a form of a few fields. */
  readonly isNarrow?: boolean
  readonly children: ReactNode
}

/** The frame of the pages where nobody is signed in yet. */
export function Entrance({ isNarrow = false, children }: EntranceProps) {
  const { theme, setTheme } = useMishap()
  return (
    <div className={css.entrance}>
      <header className={css.header}>
        <Logo />
        <ThemeToggle value={theme} onChange={setTheme} />
      </header>
      <main className={css.main} data-narrow={isNarrow}>
        {children}
      </main>
    </div>
  )
}
