import { randomUUID } from 'node:crypto'
import type { LiveBus, LiveMessage } from '@mishap/core'
import { consoleLogger } from '@mishap/core'
import type { RedisOptions } from './cache.js'
import { DEFAULT_PREFIX, DEFAULT_TIMEOUT_MS } from './cache.js'
import type { RedisSubscriber } from './client.js'
import { guard } from './guard.js'

type Listener = (message: LiveMessage) => void

export interface RedisLiveBus extends LiveBus {
  /** Forgets every listener and closes the connection that the bus opened. The given client stays open. */
  close(): Promise<void>
}

/**
 * Carries live messages between processes by Redis' publish/subscribe, one channel an organization.
 * Listening needs a connection of its own: a duplicate of the client, opened with the first listener
 * and closed with the last. Listeners of the publishing process are told directly, so while Redis is away
 * only messages of other processes are lost.
 */
export function redisLiveBus(options: RedisOptions): RedisLiveBus {
  const { client, prefix = DEFAULT_PREFIX, timeoutMs = DEFAULT_TIMEOUT_MS, logger = consoleLogger } = options
  const ask = guard({ client, timeoutMs, logger, consequence: 'live updates stay within this process until it does' })
  const channelOf = (organizationId: string) => `${prefix}live:${organizationId}`
  const self = randomUUID()
  const listeners = new Map<string, Set<{ readonly tell: Listener }>>()
  let subscriber: RedisSubscriber | null = null

  function connect(): RedisSubscriber {
    const connection = client.duplicate()
    connection.on('message', (_channel, text) => {
      const received = read(text)
      if (received !== null && received.from !== self) deliver(received.message)
    })
    // Also after a connection was lost, and where the first attempt failed: subscribing twice does no harm.
    connection.on('ready', () => {
      for (const organizationId of listeners.keys()) listenTo(connection, organizationId)
    })
    connection.on('error', (error) => logger.debug('Redis connection for live updates', { reason: error.message }))
    return connection
  }

  // A failure is made good when the connection is ready again.
  function listenTo(connection: RedisSubscriber, organizationId: string): void {
    connection.subscribe(channelOf(organizationId)).catch(() => undefined)
  }

  function deliver(message: LiveMessage): void {
    for (const { tell } of [...(listeners.get(message.organizationId) ?? [])]) {
      try {
        tell(message)
      } catch (error) {
        logger.error('A listener for live updates threw', { error })
      }
    }
  }

  function disconnect(): void {
    subscriber?.disconnect()
    subscriber = null
  }

  return {
    publish: async (message) => {
      deliver(message)
      const text = JSON.stringify({ from: self, message })
      await ask(() => client.publish(channelOf(message.organizationId), text), 0)
    },
    subscribe: (organizationId, tell) => {
      const entry = { tell }
      const ofOrganization = listeners.get(organizationId) ?? new Set()
      ofOrganization.add(entry)
      listeners.set(organizationId, ofOrganization)
      subscriber ??= connect()
      if (ofOrganization.size === 1) listenTo(subscriber, organizationId)
      return () => {
        if (!ofOrganization.delete(entry) || ofOrganization.size > 0) return
        if (listeners.get(organizationId) === ofOrganization) listeners.delete(organizationId)
        if (listeners.size === 0) disconnect()
        else subscriber?.unsubscribe(channelOf(organizationId)).catch(() => undefined)
      }
    },
    close: async () => {
      for (const ofOrganization of listeners.values()) ofOrganization.clear()
      listeners.clear()
      disconnect()
    },
  } satisfies RedisLiveBus
}

/** Null for what is not ours: anybody may publish on a channel. */
function read(text: string): { readonly from: string; readonly message: LiveMessage } | null {
  try {
    const value = JSON.parse(text) as { from?: unknown; message?: { organizationId?: unknown } } | null
    if (typeof value?.from !== 'string' || typeof value.message?.organizationId !== 'string') return null
    // Every publisher is a process of this package, which sends nothing else.
    return value as { from: string; message: LiveMessage }
  } catch {
    // Not JSON.
    return null
  }
}
