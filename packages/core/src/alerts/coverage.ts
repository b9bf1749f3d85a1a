import type { Context } from '../context.js'
import { ALERT_BOUNDS, type RecipientKind } from '../ports/alerts.js'
import type { Monitor } from '../ports/monitors.js'

export interface Coverage {
  /** Of the project, that tell of monitors. */
  readonly alerts: number
  /** Who get mails. */
  readonly people: number
  /** Each recipient but mail. */
  readonly channels: readonly RecipientKind[]
}

/** Who is told of a monitor: nobody, where it has no project, or no alert of it tells of monitors. */
export async function coverageOf({ storage }: Context, monitor: Monitor): Promise<Coverage> {
  const { organizationId, projectId } = monitor
  if (projectId === null) return { alerts: 0, people: 0, channels: [] }
  const page = { limit: ALERT_BOUNDS.alerts, cursor: null }
  const { items } = await storage.alerts.list(organizationId, projectId, page)
  const alerts = items.filter(({ uptime }) => uptime)
  const kinds = alerts.flatMap(({ recipients }) => recipients.map(({ kind }) => kind))
  const isMailed = kinds.includes('email') || alerts.some(({ recipients }) => recipients.length === 0)
  const addresses = isMailed ? await storage.deliveries.addressesOf(organizationId, projectId) : []
  return { alerts: alerts.length, people: addresses.length, channels: kinds.filter((kind) => kind !== 'email') }
}
