import type { LiveJson, MishapClient } from '@mishap/core/client'

/** `waiting`: nothing is heard at the moment. `paused`: by the reader, until they go on. */
export type LiveState = 'open' | 'waiting' | 'paused'

export interface LiveListener {
  readonly onMessage?: (message: LiveJson) => void
  /** The stream is open, now or again: what happened since the page last read, and before, was missed. */
  readonly onGap?: () => void
}

/** When the page is in view. The browser's `document` satisfies it. */
export interface PageVisibility {
  readonly visibilityState: string
  addEventListener(type: 'visibilitychange', listener: () => void): void
  removeEventListener(type: 'visibilitychange', listener: () => void): void
}

export interface LiveHub {
  /** Hears of one organization. Opens a connection with the first listener, closes it soon after the last. */
  subscribe(org: string, listener: LiveListener): () => void
  state(): LiveState
  onState(listener: () => void): () => void
  setPaused(isPaused: boolean): void
}

const LINGER_MS = 2_000
const HIDDEN_MS = 60_000

interface Channel {
  readonly listeners: Set<LiveListener>
  connection: AbortController | null
  lingering: ReturnType<typeof setTimeout> | null
}

/**
 * One connection for a page, however many components listen: browsers open six to a host at most.
 * It closes while the page has been out of view for a minute and opens again when it is looked at.
 */
export function createLiveHub(client: MishapClient, page: PageVisibility | null): LiveHub {
  const channels = new Map<string, Channel>()
  const stateListeners = new Set<() => void>()
  let current: LiveState = 'waiting'
  let isPaused = false
  let isHidden = false
  let hiding: ReturnType<typeof setTimeout> | null = null

  function setState(next: LiveState) {
    if (next === current) return
    current = next
    for (const listener of stateListeners) listener()
  }

  function connect(org: string, channel: Channel) {
    if (channel.connection !== null || isPaused || isHidden || channel.listeners.size === 0) return
    const connection = new AbortController()
    channel.connection = connection
    const isMine = () => channel.connection === connection
    client
      .live(org, (message) => isMine() && each(channel, (listener) => listener.onMessage?.(message)), {
        signal: connection.signal,
        onState: (state) => {
          if (!isMine()) return
          setState(state)
          if (state === 'open') each(channel, (listener) => listener.onGap?.())
        },
      })
      // The stream ends for good when it is refused; lists say so themselves when they ask.
      .catch(() => isMine() && setState('waiting'))
  }

  function disconnect(channel: Channel, state: LiveState) {
    channel.connection?.abort()
    channel.connection = null
    setState(state)
  }

  function onVisibility() {
    if (page?.visibilityState === 'hidden') {
      hiding ??= setTimeout(() => {
        isHidden = true
        for (const channel of channels.values()) disconnect(channel, isPaused ? 'paused' : 'waiting')
      }, HIDDEN_MS)
      return
    }
    if (hiding !== null) clearTimeout(hiding)
    hiding = null
    isHidden = false
    for (const [org, channel] of channels) connect(org, channel)
  }

  function open(org: string): Channel {
    if (channels.size === 0) page?.addEventListener('visibilitychange', onVisibility)
    const channel: Channel = { listeners: new Set(), connection: null, lingering: null }
    channels.set(org, channel)
    return channel
  }

  function close(org: string, channel: Channel) {
    channels.delete(org)
    disconnect(channel, isPaused ? 'paused' : 'waiting')
    if (channels.size > 0) return
    page?.removeEventListener('visibilitychange', onVisibility)
    if (hiding !== null) clearTimeout(hiding)
    hiding = null
  }

  return {
    subscribe(org, listener) {
      const channel = channels.get(org) ?? open(org)
      if (channel.lingering !== null) clearTimeout(channel.lingering)
      channel.lingering = null
      channel.listeners.add(listener)
      connect(org, channel)
      return () => {
        channel.listeners.delete(listener)
        // Moving from one page to the next must not cost a new connection.
        if (channel.listeners.size === 0) channel.lingering = setTimeout(() => close(org, channel), LINGER_MS)
      }
    },
    state: () => current,
    onState(listener) {
      stateListeners.add(listener)
      return () => {
        stateListeners.delete(listener)
      }
    },
    setPaused(next) {
      isPaused = next
      for (const [org, channel] of channels) {
        if (next) disconnect(channel, 'paused')
        else connect(org, channel)
      }
      if (!next && current === 'paused') setState('waiting')
      if (next) setState('paused')
    },
  }
}

function each(channel: Channel, tell: (listener: LiveListener) => void) {
  for (const listener of [...channel.listeners]) tell(listener)
}
