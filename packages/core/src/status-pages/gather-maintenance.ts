import type { Context } from '../context.js'
import type { Id } from '../ports/model.js'
import type { Monitor } from '../ports/monitors.js'
import { nextWindow } from '../uptime/maintenance/window.js'
import { covers } from '../uptime/relations.js'
import type { StatusMaintenance } from './view.js'

/** Further ahead nobody plans their day by it. */
const AHEAD_MS = 30 * 86_400_000
const SHOWN = 10

/**
 * What is planned for those on a page, by when it begins: each with the window that goes on or comes next. Others than
 * public ones are nobody's business. `names` are what the page calls them.
 */
export async function gatherMaintenance(
  { storage }: Context,
  organizationId: Id,
  {
    monitors,
    names,
    now,
  }: { readonly monitors: readonly Monitor[]; readonly names: ReadonlyMap<Id, string>; readonly now: Date },
): Promise<readonly StatusMaintenance[]> {
  const planned = (await storage.maintenance.list(organizationId)).flatMap((one): readonly StatusMaintenance[] => {
    const window = one.isPublic ? nextWindow(one.schedule, now) : null
    const affected = monitors.filter((monitor) => covers(one, monitor))
    if (window === null || affected.length === 0 || window.start.getTime() > now.getTime() + AHEAD_MS) return []
    const affects = affected.flatMap(({ id }) => names.get(id) ?? [])
    return [{ id: one.id, title: one.title, text: one.text, ...window, isActive: window.start <= now, affects }]
  })
  return planned.toSorted((a, b) => a.start.getTime() - b.start.getTime()).slice(0, SHOWN)
}
