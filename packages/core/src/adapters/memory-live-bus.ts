import type { LiveBus, LiveMessage, Logger } from '../ports/runtime.js'
import { consoleLogger } from './console-logger.js'

/** Live messages within this process. Listeners are called before `publish` resolves; one that throws harms no other. */
export function memoryLiveBus({ logger = consoleLogger }: { readonly logger?: Logger } = {}): LiveBus {
  const listeners = new Map<string, Set<(message: LiveMessage) => void>>()
  return {
    publish: async (message) => {
      for (const listener of [...(listeners.get(message.organizationId) ?? [])]) {
        try {
          listener(message)
        } catch (error) {
          // The publisher cannot mend a listener.
          logger.error('A listener of live messages failed', { topic: message.topic, error })
        }
      }
    },
    subscribe: (organizationId, listener) => {
      const own = (message: LiveMessage) => listener(message)
      const present = listeners.get(organizationId) ?? new Set()
      listeners.set(organizationId, present.add(own))
      return () => {
        present.delete(own)
        if (present.size === 0 && listeners.get(organizationId) === present) listeners.delete(organizationId)
      }
    },
  }
}
