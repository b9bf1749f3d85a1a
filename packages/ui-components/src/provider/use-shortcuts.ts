import { useEffect, useRef } from 'react'
import { useMishap } from './context.js'
import type { Shortcut } from './shortcut-registry.js'

/** Binds keys while the component is shown. The list may be a new one at every rendering; its keys must stay the same. */
export function useShortcuts(shortcuts: readonly Shortcut[]): void {
  const { shortcuts: registry } = useMishap()
  const latest = useRef(shortcuts)
  latest.current = shortcuts
  const shape = shortcuts.map((shortcut) => shortcut.keys.join(',')).join(';')
  // biome-ignore lint/correctness/useExhaustiveDependencies: `shape` stands for the list, whose functions are read late.
  useEffect(() => {
    const bound = latest.current.map((shortcut, at) => ({
      ...shortcut,
      run: (event: KeyboardEvent) => latest.current[at]?.run(event),
    }))
    return registry.add(bound)
  }, [registry, shape])
}
