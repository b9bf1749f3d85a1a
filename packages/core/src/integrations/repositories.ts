import type { Context } from '../context.js'
import { errorCode } from '../errors.js'
import { LATE, within } from '../in-time.js'
import type { Integration } from '../ports/integrations.js'
import { INTEGRATION_BOUNDS } from '../ports/integrations.js'
import type { Id } from '../ports/model.js'
import { askFor } from './ask.js'
import type { History, Host, Target } from './hosts/host.js'
import { HOSTS } from './hosts/index.js'

/** Whoever asks for repositories is about to do something else. */
const PATIENCE_MS = 5_000
const KEPT_MS = 5 * 60_000
/** A host that is away is left alone for a moment. */
const KEPT_OF_FAILURE_MS = 60_000

/** A host that an organization keeps code at. */
export interface CodeHost {
  readonly integration: Integration
  readonly host: Host
  readonly history: History
}

/** Those that can be asked, the oldest first. */
export async function codeHostsOf({ storage }: Context, organizationId: Id): Promise<readonly CodeHost[]> {
  const page = { limit: INTEGRATION_BOUNDS.integrations, cursor: null }
  const { items } = await storage.integrations.list(organizationId, page)
  return items.flatMap((integration) => {
    const host = HOSTS[integration.kind]
    return host.history === undefined || integration.sealedToken === null
      ? []
      : [{ integration, host, history: host.history }]
  })
}

/** A repository that an integration sees. */
export interface SeenRepository extends Pick<Target, 'url'> {
  readonly integration: Integration
  readonly hostName: string
  readonly name: string
}

/**
 * The repositories that integrations of the organization see, of each those that were worked on last. Of a host that fails, or
 * takes its time, there are none; what is known may be five minutes old.
 */
export async function seenRepositories(context: Context, organizationId: Id): Promise<readonly SeenRepository[]> {
  const hosts = await codeHostsOf(context, organizationId)
  const seen = await Promise.all(hosts.map((one) => within(context.clock, PATIENCE_MS, targetsOf(context, one))))
  return hosts.flatMap(({ integration, host }, index) => {
    const targets = seen[index]
    if (targets === undefined || targets === LATE) return []
    const hostName = host.api(integration).name
    return targets.map(({ id, url }) => ({ integration, hostName, name: id, url }))
  })
}

async function targetsOf(
  context: Context,
  { integration, host }: CodeHost,
): Promise<readonly Pick<Target, 'id' | 'url'>[]> {
  const { cache } = context
  const key = `repositories of integration ${integration.id}`
  const kept = await cache.get(key)
  // Nobody but this writes it.
  if (kept !== null) return JSON.parse(kept) as readonly Pick<Target, 'id' | 'url'>[]
  const keep = (targets: readonly Pick<Target, 'id' | 'url'>[], forMs: number) =>
    cache.set(key, JSON.stringify(targets), forMs)
  try {
    const found = await host.targets(askFor(context, integration, host.api(integration)), integration, '')
    const targets = found.map(({ id, url }) => ({ id, url }))
    await keep(targets, KEPT_MS)
    return targets
  } catch (error) {
    if (errorCode(error) === null) throw error
    await keep([], KEPT_OF_FAILURE_MS)
    return []
  }
}
