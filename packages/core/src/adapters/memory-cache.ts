import type { Cache, Clock } from '../ports/runtime.js'
import { systemClock } from './system-clock.js'

/**
 * A cache in this process. Past `maxEntries` (10,000) the entry that was used longest ago is forgotten.
 * Other processes see nothing of it.
 */
export function memoryCache(options: { readonly clock?: Clock; readonly maxEntries?: number } = {}): Cache {
  const { clock = systemClock, maxEntries = 10_000 } = options
  // A Map remembers the order of insertion, so the first key is the one used longest ago.
  const entries = new Map<string, { readonly value: string; readonly expiresAt: number }>()
  return {
    get: async (key) => {
      const entry = entries.get(key)
      if (entry === undefined) return null
      entries.delete(key)
      if (entry.expiresAt <= clock.now().getTime()) return null
      entries.set(key, entry)
      return entry.value
    },
    set: async (key, value, ttlMs) => {
      entries.delete(key)
      if (ttlMs <= 0) return
      entries.set(key, { value, expiresAt: clock.now().getTime() + ttlMs })
      if (entries.size > maxEntries) entries.delete(entries.keys().next().value!)
    },
    delete: async (key) => {
      entries.delete(key)
    },
  }
}
