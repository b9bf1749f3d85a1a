import type { MishapClient } from '@mishap/core/client'
import type { QueryClient } from '@tanstack/react-query'
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react'
import { ClockProvider } from '../primitives/clock.js'
import { Root, type Theme } from '../primitives/root.js'
import { ToastProvider } from '../primitives/toast.js'
import { MishapContext, type MishapUi } from './context.js'
import { createLiveHub } from './live-hub.js'
import css from './mishap-provider.module.css'
import { guardedNavigation, type Navigation, plainNavigation } from './navigation.js'
import { createQueries } from './queries.js'
import { createQueryClient } from './query-client.js'
import { createShortcutRegistry } from './shortcut-registry.js'
import { createTrail } from './trail.js'

export interface MishapProviderProps {
  /** `createClient({ baseUrl })`, `createMemoryClient(fixtures)`, or anything else with those methods. Must not change. */
  readonly client: MishapClient
  /** How links and moves are made; full page loads where not given. Must not change. */
  readonly navigation?: Navigation
  /** What to start with; `system` where not given. */
  readonly theme?: Theme
  readonly onThemeChange?: (theme: Theme) => void
  /** BCP 47, of numbers and dates; `en` where not given, so that a server renders the same. */
  readonly locale?: string
  /** A fixed moment, for stories, tests and a server's first paint. */
  readonly now?: Date | number | null
  /** IANA name; the reader's own where not given. */
  readonly timeZone?: string | null
  /** A cache that holds something already; its owner must deal with 401 then. */
  readonly queryClient?: QueryClient
  /** Somebody has to sign in (again). */
  readonly onUnauthorized?: () => void
  /** Keys such as `j` and `e` work from the start; yes where not given. */
  readonly hasShortcuts?: boolean
  /** The reader has switched them on or off. */
  readonly onShortcutsChange?: (isEnabled: boolean) => void
  readonly className?: string
  readonly children: ReactNode
}

/** Gives the components inside their data, router, theme and clock, and the element of class `mh-root` around them. */
export function MishapProvider(props: MishapProviderProps) {
  const { client, navigation, locale, now, timeZone, queryClient, onThemeChange, className, children } = props
  const [theme, setTheme] = useState<Theme>(props.theme ?? 'system')
  const [timeStyle, setTimeStyle] = useState<'relative' | 'absolute'>('relative')
  const latest = useRef(props)
  latest.current = props

  const [parts] = useState(() => ({
    queryClient: queryClient ?? createQueryClient(() => latest.current.onUnauthorized?.()),
    navigation: guardedNavigation(navigation ?? plainNavigation()),
    queries: createQueries(client),
    live: createLiveHub(client, typeof document === 'undefined' ? null : document),
    shortcuts: createShortcutRegistry({
      isEnabled: props.hasShortcuts ?? true,
      onEnabledChange: (isEnabled) => latest.current.onShortcutsChange?.(isEnabled),
    }),
    trail: createTrail(),
    entered: { path: null },
  }))

  useEffect(() => {
    const { handle } = parts.shortcuts
    document.addEventListener('keydown', handle)
    return () => document.removeEventListener('keydown', handle)
  }, [parts])

  const ui = useMemo<MishapUi>(
    () => ({
      ...parts,
      client,
      timeStyle,
      setTimeStyle,
      theme,
      setTheme: (next) => {
        setTheme(next)
        onThemeChange?.(next)
      },
    }),
    [parts, client, theme, timeStyle, onThemeChange],
  )

  return (
    <MishapContext.Provider value={ui}>
      <ClockProvider
        timeStyle={timeStyle}
        {...(locale === undefined ? {} : { locale })}
        {...(now === undefined ? {} : { now })}
        {...(timeZone === undefined ? {} : { timeZone })}
      >
        <Root theme={theme} className={className}>
          <ToastProvider>
            <div className={css.frame}>{children}</div>
          </ToastProvider>
        </Root>
      </ClockProvider>
    </MishapContext.Provider>
  )
}
