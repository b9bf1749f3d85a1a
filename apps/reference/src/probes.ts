import { type App, type Logger, nodeListener } from '@mishap/core'
import type { Settings } from './env.js'
import { listen } from './listen.js'

/** Probes are short; nothing of them is worth waiting for. */
const GRACE_MS = 1_000

/** Answers health and metrics alone, the latter to whom the settings allow them. */
export function probeListener(app: App): ReturnType<typeof nodeListener> {
  return nodeListener({ handle: (request) => app.probe(request) })
}

/** Listens where health and metrics alone are answered, to whoever can reach it; null where there is no such port. */
export async function openProbePort(
  { host, metricsPort }: Pick<Settings, 'host' | 'metricsPort'>,
  app: App,
  logger: Logger,
): Promise<{ close(): Promise<void> } | null> {
  if (metricsPort === null) return null
  const handle = nodeListener({ handle: (request) => app.probe(request, { isOpenToAll: true }) })
  const listening = await listen(host, metricsPort, handle)
  logger.info(`Health and metrics alone: port ${listening.port}`)
  return { close: () => listening.close(GRACE_MS) }
}
