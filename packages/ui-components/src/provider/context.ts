import type { MishapClient } from '@mishap/core/client'
import type { QueryClient } from '@tanstack/react-query'
import { createContext, useContext } from 'react'
import type { Theme } from '../primitives/root.js'
import type { LiveHub } from './live-hub.js'
import type { GuardedNavigation, Navigation } from './navigation.js'
import type { Queries } from './queries.js'
import type { ShortcutRegistry } from './shortcut-registry.js'
import type { Trail } from './trail.js'

export interface MishapUi {
  readonly client: MishapClient
  readonly queryClient: QueryClient
  readonly queries: Queries
  readonly live: LiveHub
  readonly navigation: GuardedNavigation
  readonly theme: Theme
  readonly setTheme: (theme: Theme) => void
  readonly timeStyle: 'relative' | 'absolute'
  readonly setTimeStyle: (style: 'relative' | 'absolute') => void
  readonly shortcuts: ShortcutRegistry
  readonly trail: Trail
  /** The page that took the focus last; null before the first. */
  readonly entered: { path: string | null }
}

export const MishapContext = createContext<MishapUi | null>(null)

/** Everything that `MishapProvider` was given. Throws outside of one. */
export function useMishap(): MishapUi {
  const ui = useContext(MishapContext)
  if (ui === null) throw new Error('Mishap components must be inside a <MishapProvider>.')
  return ui
}

export function useNavigation(): Navigation {
  return useMishap().navigation
}
