import type { Context } from '../context.js'
import type { Id, Organization } from '../ports/model.js'
import type { Monitor } from '../ports/monitors.js'
import type { StatusPage } from '../ports/status-pages.js'
import { maintainedIn } from '../uptime/maintenance/active.js'
import { covers } from '../uptime/relations.js'
import { gatherIncidents } from './gather-incidents.js'
import { gatherMaintenance } from './gather-maintenance.js'
import { pastOf } from './past.js'
import type { ComponentStatus, StatusComponent, StatusView } from './view.js'

/** What a page shows now. Asks a handful of questions, however many monitors it has. */
export async function gatherView(
  context: Context,
  organization: Pick<Organization, 'slug'>,
  { passwordHash, sections, ...page }: StatusPage,
): Promise<StatusView> {
  const now = context.clock.now()
  const ids = sections.flatMap(({ monitors }) => monitors.map(({ id }) => id))
  const monitors = await context.storage.monitors.getMany(page.organizationId, ids)
  const known = new Map(monitors.map((monitor) => [monitor.id, monitor]))
  const names = new Map<Id, string>()
  for (const { monitors: named } of sections)
    for (const { id, name } of named) if (known.has(id)) names.set(id, name || (known.get(id)?.name ?? ''))
  const [past, incidents, maintenance, maintained] = await Promise.all([
    pastOf(context, page.organizationId, [...known.keys()], now),
    gatherIncidents(context, page.organizationId, names, now),
    gatherMaintenance(context, page.organizationId, { monitors, names, now }),
    maintainedIn(context, page.organizationId),
  ])
  return {
    // Nobody subscribes where no mail is sent.
    page: { ...page, allowSubscribers: page.allowSubscribers && context.mailer !== null },
    ...{ organizationSlug: organization.slug, at: now, incidents, maintenance },
    sections: sections.map(({ name, isCollapsed, monitors: named }) => ({
      ...{ name, isCollapsed },
      components: named.flatMap(({ id, description }): readonly StatusComponent[] => {
        const monitor = known.get(id)
        const seen = past.get(id)
        if (monitor === undefined || seen === undefined) return []
        const status = maintained !== null && covers(maintained, monitor) ? 'maintenance' : statusOf(monitor)
        return [{ ...seen, id, name: names.get(id) ?? '', description, status }]
      }),
    })),
  }
}

/** Nobody looks at what is paused, so that nothing is known of it. */
function statusOf({ isPaused, health }: Monitor): ComponentStatus {
  return isPaused ? 'unknown' : health.status
}
