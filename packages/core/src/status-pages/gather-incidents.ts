import type { Context } from '../context.js'
import type { Incident, IncidentEntry } from '../ports/incidents.js'
import type { Id } from '../ports/model.js'
import { PAST_DAYS, type StatusIncident } from './view.js'

const DAY_MS = 86_400_000
const MOST = 100

/**
 * Those that go on or went on lately, with a monitor of the page; and those without any monitor that people tell the
 * public of. `names` are those of its monitors on the page, by id.
 */
export async function gatherIncidents(
  { storage }: Context,
  organizationId: Id,
  names: ReadonlyMap<Id, string>,
  now: Date,
): Promise<readonly StatusIncident[]> {
  const from = new Date(now.getTime() - PAST_DAYS * DAY_MS)
  const page = { limit: MOST, cursor: null }
  const monitorIds = [...names.keys()]
  const [ours, all] = await Promise.all([
    monitorIds.length === 0 ? [] : storage.incidents.list(organizationId, { from, monitorIds }, page).then(itemsOf),
    storage.incidents.list(organizationId, { from }, page).then(itemsOf),
  ])
  const found = [...ours, ...all.filter(({ monitors }) => monitors.length === 0)]
  const entries = await storage.incidents.entries(
    organizationId,
    found.map(({ id }) => id),
  )
  const shown = found.flatMap((incident) => toldOf(incident, entries.get(incident.id) ?? [], names) ?? [])
  return shown.sort((a, b) => Number(b.startedAt) - Number(a.startedAt))
}

/**
 * An incident as the public is told of it; null where it is not. What checks found and what monitors are called inside is
 * nobody's business: until people tell of it, it is called by the names on the page, and has no words.
 */
function toldOf(
  incident: Incident,
  entries: readonly IncidentEntry[],
  names: ReadonlyMap<Id, string>,
): StatusIncident | null {
  const { id, severity, startedAt, resolvedAt, isAutomatic, monitors } = incident
  const affects = monitors.flatMap((monitor) => names.get(monitor.id) ?? [])
  const updates = entries.filter((entry) => entry.isPublic && entry.text !== '')
  if (updates.length === 0 && (!isAutomatic || affects.length === 0)) return null
  return {
    ...{ id, severity, startedAt, resolvedAt, affects },
    title: updates.length === 0 ? `${affects.join(', ')}: ${severity === 'down' ? 'down' : 'slow'}` : incident.title,
    updates: updates.map(({ id: entry, at, stage, text }) => ({ id: entry, at, stage, text })).reverse(),
  }
}

function itemsOf({ items }: { readonly items: readonly Incident[] }): readonly Incident[] {
  return items
}
