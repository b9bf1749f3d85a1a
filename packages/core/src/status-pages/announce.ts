import type { Context } from '../context.js'
import type { Incident } from '../ports/incidents.js'
import type { Id } from '../ports/model.js'
import { STATUS_PAGE_BOUNDS, type StatusPage } from '../ports/status-pages.js'
import type { StatusNotice } from '../ports/status-subscribers.js'
import { keptPagesOf } from './kept.js'
import { STAGE_TEXTS } from './view.js'

const MOST_TEXT = 10_000

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

/** Pages with subscribers that show one of the monitors; all of them where there is none. */
async function pagesAbout(
  { storage }: Context,
  organizationId: Id,
  monitorIds: readonly Id[],
): Promise<readonly StatusPage[]> {
  const { items } = await storage.statusPages.list(organizationId, { limit: STATUS_PAGE_BOUNDS.pages, cursor: null })
  return items.filter(
    ({ allowSubscribers, sections }) =>
      allowSubscribers &&
      (monitorIds.length === 0 || sections.some(({ monitors }) => monitors.some(({ id }) => monitorIds.includes(id)))),
  )
}
