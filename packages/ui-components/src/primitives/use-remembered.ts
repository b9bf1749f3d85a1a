import { useMemo, useState, useSyncExternalStore } from 'react'

/**
 * A choice of the reader that outlives the page and is the same everywhere on it, in the browser's storage. Where that
 * is closed it lasts as long as the component. What is not `isValid` is as if it were not there; `isValid` must not
 * change.
 */
export function useRemembered<T>(
  key: string,
  initial: T,
  isValid: (value: unknown) => value is T,
): readonly [T, (value: T) => void] {
  const raw = useSyncExternalStore(subscribe, () => read(key), nothing)
  const [own, setOwn] = useState<{ readonly value: T } | null>(null)
  const stored = useMemo(() => parsed(raw), [raw])
  const set = (value: T) => setOwn(write(key, value) ? null : { value })
  if (own !== null) return [own.value, set]
  return [raw !== null && isValid(stored) ? stored : initial, set]
}

const PREFIX = 'mishap.'
const nothing = () => null

function subscribe(onChange: () => void): () => void {
  window.addEventListener('storage', onChange)
  return () => window.removeEventListener('storage', onChange)
}

function read(key: string): string | null {
  try {
    return localStorage.getItem(PREFIX + key)
  } catch {
    // Storage may be forbidden to the page.
    return null
  }
}

/** False where it could not be kept. */
function write(key: string, value: unknown): boolean {
  try {
    localStorage.setItem(PREFIX + key, JSON.stringify(value))
  } catch {
    // Full or forbidden.
    return false
  }
  // Browsers tell only the other pages of it.
  window.dispatchEvent(new StorageEvent('storage', { key: PREFIX + key }))
  return true
}

function parsed(raw: string | null): unknown {
  try {
    return JSON.parse(raw ?? 'null')
  } catch {
    // Something else has written there.
    return undefined
  }
}
