import type { StatusPageJson, StatusSubscriberJson } from '../../client/status-page-types.js'
import type { Context } from '../../context.js'
import type { Organization } from '../../ports/model.js'
import type { Monitor } from '../../ports/monitors.js'
import type { StatusPage } from '../../ports/status-pages.js'
import type { StatusSubscriber } from '../../ports/status-subscribers.js'
import { statusPageUrl } from '../../status-pages/address.js'
import { type MonitorPlace, monitorJson, withChecks } from './monitors.js'

/** What a page's JSON tells besides its own fields. */
export interface StatusPageCompany {
  readonly organization: Pick<Organization, 'slug'>
  /** Of its sections, those that are still there. */
  readonly monitors: ReadonlyMap<string, Monitor>
  readonly projectOf: (monitor: Monitor) => MonitorPlace['project']
  readonly maintained: MonitorPlace['maintained']
  readonly subscriberCount: number
}

export function statusPageJson(
  context: Context,
  page: StatusPage,
  { organization, monitors, projectOf, maintained, subscriberCount }: StatusPageCompany,
): StatusPageJson {
  const shown = page.sections.flatMap((section) => section.monitors.flatMap(({ id }) => monitors.get(id) ?? []))
  return {
    isPublic: page.access === 'public',
    name: page.name,
    monitors: shown.map((monitor) =>
      withChecks(monitorJson(context, monitor, { organization, project: projectOf(monitor), maintained }), []),
    ),
    slug: page.slug,
    id: page.id,
    access: page.access,
    hasPassword: page.passwordHash !== null,
    description: page.description,
    sections: page.sections.map(({ name, isCollapsed, monitors: named }) => ({
      name,
      isCollapsed,
      monitors: named.filter(({ id }) => monitors.has(id)).map((one) => ({ ...one, id: Number(one.id) })),
    })),
    domain: page.domain,
    theme: page.theme,
    accent: page.accent,
    hasLogo: page.hasLogo,
    homepage: page.homepage,
    showLatency: page.showLatency,
    allowSubscribers: page.allowSubscribers,
    subscriberCount,
    created: page.createdAt.toISOString(),
    url: statusPageUrl(context.config, organization.slug, page),
  }
}

export function statusSubscriberJson({ id, email, createdAt, confirmedAt }: StatusSubscriber): StatusSubscriberJson {
  return { id, email, created: createdAt.toISOString(), confirmed: confirmedAt?.toISOString() ?? null }
}
