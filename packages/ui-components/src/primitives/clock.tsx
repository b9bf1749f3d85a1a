import { createContext, type ReactNode, useContext, useEffect, useState } from 'react'

export interface ClockSettings {
  /** Milliseconds since the epoch to count from instead of the machine's clock; it then stands still. */
  readonly now: number | null
  /** IANA name; the reader's own where null. */
  readonly timeZone: string | null
  /** BCP 47. */
  readonly locale: string
  readonly timeStyle: 'relative' | 'absolute'
}

const DEFAULTS: ClockSettings = { now: null, timeZone: null, locale: 'en', timeStyle: 'relative' }

const ClockContext = createContext<ClockSettings>(DEFAULTS)

export interface ClockProviderProps extends Partial<Omit<ClockSettings, 'now'>> {
  /** A fixed moment, for stories, tests and a server's first paint. */
  readonly now?: number | Date | null
  readonly children: ReactNode
}

export function ClockProvider({ children, now, ...settings }: ClockProviderProps) {
  const outer = useContext(ClockContext)
  const fixed = now instanceof Date ? now.getTime() : now
  const value = { ...outer, ...settings, ...(fixed === undefined ? {} : { now: fixed }) }
  return <ClockContext.Provider value={value}>{children}</ClockContext.Provider>
}

export function useClock(): ClockSettings {
  return useContext(ClockContext)
}

/** The present in milliseconds, told again every `everyMs` while the page is visible. */
export function useNow(everyMs = 30_000): number {
  const { now } = useClock()
  const [present, setPresent] = useState(() => now ?? Date.now())
  useEffect(() => (now === null ? onTick(everyMs, setPresent) : undefined), [now, everyMs])
  return now ?? present
}

type Listener = (now: number) => void

// One timer for all times on the page, and none while there are no listeners.
const listeners = new Map<Listener, { everyMs: number; toldAt: number }>()
let timer: ReturnType<typeof setInterval> | undefined

function onTick(everyMs: number, listener: Listener): () => void {
  listeners.set(listener, { everyMs, toldAt: Date.now() })
  timer ??= setInterval(tell, 1000)
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    clearInterval(timer)
    timer = undefined
  }
}

function tell() {
  if (document.hidden) return
  const now = Date.now()
  for (const [listener, state] of listeners) {
    if (now - state.toldAt < state.everyMs) continue
    state.toldAt = now
    listener(now)
  }
}
