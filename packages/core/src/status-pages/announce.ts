import type { Context } from '../context.js'
import type { Incident } from '../ports/incidents.js'
import type { Maintenance } from '../ports/maintenance.js'
import type { Id } from '../ports/model.js'
import { STATUS_PAGE_BOUNDS, type StatusPage } from '../ports/status-pages.js'
import type { StatusNotice } from '../ports/status-subscribers.js'
import { nextWindow } from '../uptime/maintenance/window.js'
import { covers } from '../uptime/relations.js'
import { keptPagesOf } from './kept.js'
import { STAGE_TEXTS } from './view.js'

const MOST_TEXT = 10_000
const MOST_KEY = 500

/**
 * Lets subscribers be told of what was said last of an incident, on every page that shows it, and the pages of this process
 * show it at once. Told again, nobody gets it twice.
 */
export async function announceUpdate(context: Context, incident: Incident): Promise<void> {
  const { id, organizationId, title } = incident
  keptPagesOf(context).forget(organizationId)
  const { storage, clock } = context
  const entries = (await storage.incidents.entries(organizationId, [id])).get(id) ?? []
  const told = entries.filter((entry) => entry.isPublic && entry.text !== '').at(-1)
  if (told === undefined) return
  const shown = incident.monitors.map((monitor) => monitor.id)
  const stage = told.stage === null ? '' : `${STAGE_TEXTS[told.stage]}: `
  const notices = (await pagesAbout(context, organizationId, shown)).map(
    ({ id: pageId, name }): StatusNotice => ({
      ...{ organizationId, pageId, key: `incident:${told.id}` },
      subject: `[${name}] ${stage}${title}`.slice(0, 250),
      text: `${title}\n\n${stage}${told.text}`.slice(0, MOST_TEXT),
    }),
  )
  await storage.statusSubscribers.announce(notices, clock.now())
}

/**
 * Lets subscribers be told of public maintenance, on every page that shows what it is of, and the pages of this process show
 * it at once. Of what repeats they are told once, with when it comes next; of another time they are told again.
 */
export async function announceMaintenance(context: Context, maintenance: Maintenance): Promise<void> {
  const { id, organizationId, isPublic, schedule, title, text } = maintenance
  keptPagesOf(context).forget(organizationId)
  const { storage, clock } = context
  const window = isPublic ? nextWindow(schedule, clock.now()) : null
  if (window === null) return
  const pages = await pagesAbout(context, organizationId, [])
  const shown = [...new Set(pages.flatMap((page) => shownOn(page)))]
  const monitors = await storage.monitors.getMany(organizationId, shown)
  const affected = monitors.filter((monitor) => covers(maintenance, monitor)).map((monitor) => monitor.id)
  if (affected.length === 0) return
  const when = `${timeText(window.start)} to ${timeText(window.end)}`
  const key = schedule.kind === 'single' ? window.start.toISOString() : JSON.stringify(schedule)
  const notices = pages
    .filter((page) => shownOn(page).some((one) => affected.includes(one)))
    .map(
      ({ id: pageId, name }): StatusNotice => ({
        ...{ organizationId, pageId, key: `maintenance:${id}:${key}`.slice(0, MOST_KEY) },
        subject: `[${name}] Planned: ${title}`.slice(0, 250),
        text: `${title}\n\n${when}\n\n${text}`.trim().slice(0, MOST_TEXT),
      }),
    )
  await storage.statusSubscribers.announce(notices, clock.now())
}

function timeText(at: Date): string {
  return `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`
}

function shownOn({ sections }: StatusPage): readonly Id[] {
  return sections.flatMap(({ monitors }) => monitors.map(({ id }) => id))
}

/** Pages with subscribers that show one of the monitors; all of them where there is none. */
async function pagesAbout(
  { storage }: Context,
  organizationId: Id,
  monitorIds: readonly Id[],
): Promise<readonly StatusPage[]> {
  const { items } = await storage.statusPages.list(organizationId, { limit: STATUS_PAGE_BOUNDS.pages, cursor: null })
  return items.filter(
    (page) => page.allowSubscribers && (monitorIds.length === 0 || shownOn(page).some((id) => monitorIds.includes(id))),
  )
}
