import type { LiveBus, LiveMessage } from '../ports/runtime.js'

/** Live messages within this process. Listeners are called before `publish` resolves; one that throws harms no other. */
export function memoryLiveBus(): LiveBus {
  const listeners = new Map<string, Set<(message: LiveMessage) => void>>()
  return {
    publish: async (message) => {
      for (const listener of [...(listeners.get(message.organizationId) ?? [])]) {
        try {
          listener(message)
        } catch (error) {
          // The publisher cannot mend a listener; the process hears of it as of any error that nobody caught.
          queueMicrotask(() => {
            throw error
          })
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
