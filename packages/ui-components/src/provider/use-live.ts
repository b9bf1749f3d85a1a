import type { LiveJson } from '@mishap/core/client'
import { useCallback, useEffect, useRef, useSyncExternalStore } from 'react'
import { useMishap } from './context.js'
import type { LiveState } from './live-hub.js'

type Topic = LiveJson['topic']
type OneOf<Message, T> = Message extends { topic: infer Own }
  ? Extract<Own, T> extends never
    ? never
    : Message
  : never
type MessageOf<T extends Topic> = OneOf<LiveJson, T>

/**
 * Hears what happens in the organization, of the topics named. `onGap` is called when the stream opens, and when it has been
 * away: read again what may have changed meanwhile.
 */
export function useLive<T extends Topic>(
  org: string,
  topics: readonly T[],
  onMessage: (message: MessageOf<T>) => void,
  onGap?: () => void,
): void {
  const { live } = useMishap()
  const latest = useRef({ topics, onMessage, onGap })
  latest.current = { topics, onMessage, onGap }
  useEffect(
    () =>
      live.subscribe(org, {
        onMessage: (message) => {
          const { topics, onMessage } = latest.current
          // The check proves what the type says.
          if ((topics as readonly Topic[]).includes(message.topic)) onMessage(message as MessageOf<T>)
        },
        onGap: () => latest.current.onGap?.(),
      }),
    [live, org],
  )
}

/** Whether anything is heard at the moment, and a way to stop listening for a while. */
export function useLiveState(): readonly [LiveState, (isPaused: boolean) => void] {
  const { live } = useMishap()
  const state = useSyncExternalStore(
    useCallback((listener) => live.onState(listener), [live]),
    () => live.state(),
    () => 'waiting' as const,
  )
  return [state, live.setPaused]
}
