import { type EventStorage, type Id, parseEventId, type StoredEvent } from '@mishap/core'
import type { Database } from './database.js'
import { notOfDeletedIssue, notOfDeletedProject } from './deletion.js'
import { pgEventPlaces } from './event-places.js'
import { EVENT_COLUMNS, type EventRow, toEvent } from './event-row.js'
import { isId } from './ids.js'
import { emptyPage, type Listing, readPage } from './paging.js'
import { dayOf } from './partitions.js'

type Scope = Parameters<EventStorage['find']>[1]

/**
 * Everything is ordered by (day, received_at, id): the day comes first so that PostgreSQL reads partition after
 * partition, and stops at the one where it has enough. Statements over all days are prepared where there are few:
 * planning them takes ten times as long as running them.
 */
const PLACE = [
  { expression: 'e.day', type: 'date' },
  { expression: 'e.received_at', type: 'timestamptz' },
  { expression: 'e.id', type: 'uuid' },
] as const
/** Before a thinned event is shown for want of a whole one. */
const THINNED_SKIPPED = 100
const NEWEST = 'e.day desc, e.received_at desc, e.id desc'
const OLDEST = 'e.day, e.received_at, e.id'

export function pgEvents(db: Database): EventStorage {
  const s = db.schema
  /** Of what is deleted nothing is seen, though its rows may be there for a while. */
  const ofIssue = `e.organization_id = $1 and e.issue_id = $2
    and exists (
      select from ${s}.issues i
      where i.id = $2 and i.organization_id = $1 and ${notOfDeletedProject(s, 'i.project_id', 'i.organization_id')}
    )`
  const ofProject = `e.organization_id = $1 and e.project_id = $2 and ${notOfDeletedIssue(s, 'e.issue_id')}
    and exists (select from ${s}.projects where id = $2 and organization_id = $1)`
  const listing = (where: string, values: readonly unknown[]): Listing<EventRow, StoredEvent> => ({
    select: `select ${EVENT_COLUMNS} from ${s}.events e`,
    where,
    values,
    keys: PLACE,
    descending: true,
    toItem: toEvent,
    keyOf: (event) => [dayOf(event.receivedAt), event.receivedAt.toISOString(), event.id],
  })

  /** Newest first. Seldom more than one, so scope and order are left to the caller, and the index is beyond doubt. */
  const named = async (organizationId: Id, eventId: string) => {
    // Index: events_pkey.
    const rows = await db.prepared<EventRow>(
      `select ${EVENT_COLUMNS} from ${s}.events e
       where e.organization_id = $1 and e.event_id = $2 and ${notOfDeletedIssue(s, 'e.issue_id')}`,
      [organizationId, eventId],
    )
    return rows.map(toEvent).sort((a, b) => b.receivedAt.getTime() - a.receivedAt.getTime())
  }

  const findOne = async (conditions: string, values: readonly unknown[], order = NEWEST) => {
    const [row] = await db.prepared<EventRow>(
      `select ${EVENT_COLUMNS} from ${s}.events e where ${conditions} order by ${order} limit 1`,
      values,
    )
    return row === undefined ? null : toEvent(row)
  }

  return {
    ...pgEventPlaces(db),
    async listForIssue(organizationId, issueId, page, { from, before } = {}) {
      if (!isId(organizationId) || !isId(issueId)) return emptyPage()
      const values: unknown[] = [organizationId, issueId]
      const bind = (value: unknown) => `$${values.push(value)}`
      // The day as well, by which partitions are left out.
      const spans = [
        ...(from === undefined ? [] : [`e.day >= ${bind(dayOf(from))}`, `e.received_at >= ${bind(from)}`]),
        ...(before === undefined ? [] : [`e.day <= ${bind(dayOf(before))}`, `e.received_at < ${bind(before)}`]),
      ]
      // Index: events_of_issue.
      return readPage(db, page, listing([ofIssue, ...spans].join(' and '), values))
    },
    async listForProject(organizationId, projectId, page) {
      if (!isId(organizationId) || !isId(projectId)) return emptyPage()
      // Index: events_of_project.
      return readPage(db, page, listing(ofProject, [organizationId, projectId]))
    },
    async find(organizationId, scope, which) {
      const { property, id: scopeId } = scopeOf(scope)
      if (!isId(organizationId) || !isId(scopeId)) return null
      const own = property === 'issueId' ? ofIssue : ofProject
      const values = [organizationId, scopeId]
      // Indexes: events_of_issue, events_of_project.
      if (which === 'latest') return findOne(own, values)
      if (which === 'oldest') return findOne(own, values, OLDEST)
      const eventId = parseEventId(which)
      if (eventId === null) return null
      const at = timeIn(eventId)
      // Our id names the moment, and so the place in the index of the scope.
      const ours =
        at === null
          ? null
          : await findOne(`${own} and e.day = $3 and e.received_at = $4 and e.id = $5`, [
              ...values,
              ...[dayOf(at), at, eventId],
            ])
      if (ours !== null) return ours
      return (await named(organizationId, eventId)).find((event) => event[property] === scopeId) ?? null
    },
    async neighbours({ organizationId, issueId, id, receivedAt }) {
      const values = [organizationId, issueId, dayOf(receivedAt), receivedAt, id]
      if (!isId(organizationId) || !isId(issueId) || parseEventId(id) === null) return { previous: null, next: null }
      // Index: events_of_issue, from the event's place to either side. Of those that come next a whole one is preferred.
      const beside = (comparison: '<' | '>', order: string) => {
        const next = (limit: number) =>
          `select e.event_id, e.day, e.received_at, e.id, e.payload_removed_at from ${s}.events e
           where e.organization_id = $1 and e.issue_id = $2 and e.day ${comparison}= $3
             and (e.day, e.received_at, e.id) ${comparison} ($3::date, $4::timestamptz, $5::uuid)
           order by ${order} limit ${limit}`
        return `coalesce(
          (select e.event_id from (${next(THINNED_SKIPPED)}) as e where e.payload_removed_at is null
           order by ${order} limit 1),
          (select e.event_id from (${next(1)}) as e))`
      }
      const [row] = await db.prepared<{ previous: string | null; next: string | null }>(
        `select ${beside('<', NEWEST)} as previous, ${beside('>', OLDEST)} as next`,
        values,
      )
      return { previous: parseEventId(row?.previous), next: parseEventId(row?.next) }
    },
    async issueOfEvent(organizationId, eventId) {
      const wanted = parseEventId(eventId)
      if (!isId(organizationId) || wanted === null) return null
      const [newest] = await named(organizationId, wanted)
      const at = timeIn(wanted)
      if (newest !== undefined || at === null) return newest?.issueId ?? null
      // Index: events_of_project.
      const row = await db.first<{ issue_id: Id }>(
        `select e.issue_id
         from ${s}.projects p
         join ${s}.events e on e.organization_id = p.organization_id and e.project_id = p.id
         where p.organization_id = $1 and e.day = $2 and e.received_at = $3 and e.id = $4
           and ${notOfDeletedIssue(s, 'e.issue_id')}`,
        [organizationId, dayOf(at), at, wanted],
      )
      return row?.issue_id ?? null
    },
  }
}

function scopeOf(scope: Scope) {
  return 'issueId' in scope
    ? ({ property: 'issueId', id: scope.issueId } as const)
    : ({ property: 'projectId', id: scope.projectId } as const)
}

/** The moment in a UUIDv7 without dashes; null for other UUIDs. */
function timeIn(uuid: string): Date | null {
  if (uuid[12] !== '7') return null
  const at = new Date(Number.parseInt(uuid.slice(0, 12), 16))
  return Number.isNaN(at.getTime()) || at.getUTCFullYear() > 9999 ? null : at
}
