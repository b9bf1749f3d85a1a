import type { EventJson, RequestJson } from '../../client/event-types.js'
import { entryOf, messageOf } from '../entries.js'
import { type DiffCrumb, diffBreadcrumbs } from './breadcrumbs.js'
import { compareRows, type DiffRow, flatten, textOf } from './fields.js'
import { type DiffStack, diffStacks } from './stack.js'

/** A group of named values, such as the tags. `changed` does not count what differs from event to event anyway. */
export interface DiffFields {
  readonly id: string
  readonly label: string
  readonly rows: readonly DiffRow[]
  readonly changed: number
}

/** Two events side by side. */
export interface EventDiff {
  readonly stacks: readonly DiffStack[]
  /** Groups that one of the two has something for, in the order in which they are read. */
  readonly fields: readonly DiffFields[]
  readonly breadcrumbs: readonly DiffCrumb[]
  /** All that differs and says something. */
  readonly changed: number
}

/**
 * What is the same in two events and what is not: stacks frame by frame, steps before, named values one by one. What
 * differs always (ids, moments, free memory) is marked and not counted. Pure; bounded whatever the events hold.
 */
export function diffEvents(one: EventJson, other: EventJson): EventDiff {
  const stacks = diffStacks(one, other)
  const breadcrumbs = diffBreadcrumbs(one, other)
  const fields = GROUPS.map(({ id, label, read, areIdsTelling }) =>
    groupOf(id, label, compareRows(read(one), read(other), areIdsTelling)),
  ).filter(({ rows }) => rows.length > 0)
  const changed =
    stacks.reduce((sum, stack) => sum + stack.changed, 0) +
    breadcrumbs.filter(({ state }) => state !== 'same').length +
    fields.reduce((sum, group) => sum + group.changed, 0)
  return { stacks, fields, breadcrumbs, changed }
}

type Rows = readonly (readonly [key: string, text: string])[]

interface Group {
  readonly id: string
  readonly label: string
  readonly read: (event: EventJson) => Rows
  readonly areIdsTelling?: boolean
}

const GROUPS: readonly Group[] = [
  { id: 'event', label: 'Event', read: aboutOf },
  { id: 'tags', label: 'Tags', read: ({ tags }) => tags.map(({ key, value }) => [key, value]), areIdsTelling: true },
  { id: 'request', label: 'Request', read: (event) => requestRows(entryOf(event, 'request')) },
  { id: 'user', label: 'User', read: ({ user }) => filled(user ?? {}), areIdsTelling: true },
  { id: 'contexts', label: 'Contexts', read: ({ contexts }) => filled(contexts) },
  { id: 'extra', label: 'Extra', read: ({ context }) => filled(context) },
  { id: 'modules', label: 'Modules', read: ({ packages }) => filled(packages) },
]

function aboutOf(event: EventJson): Rows {
  const { title, culprit, platform, dist, sdk, eventID, dateCreated } = event
  const message = messageOf(event)
  return given([
    ['title', title],
    ['message', message === title ? null : message],
    ['culprit', culprit],
    ['platform', platform],
    ['dist', dist],
    ['sdk', [sdk?.name, sdk?.version].filter(Boolean).join(' ')],
    ['event_id', eventID],
    ['date', dateCreated],
  ])
}

function requestRows(request: RequestJson | null): Rows {
  if (request === null) return []
  const { method, url, fragment, query, headers, cookies, data, env } = request
  return [
    ...given([
      ['method', method],
      ['url', url],
      ['fragment', fragment],
    ]),
    ...query.map(([name, value]) => [`query.${name}`, textOf(value)] as const),
    ...headers.map(([name, value]) => [`headers.${name.toLowerCase()}`, textOf(value)] as const),
    ...(cookies ?? []).map(([name, value]) => [`cookies.${name}`, textOf(value)] as const),
    ...(data === null || data === undefined || data === '' ? [] : flatten(data, 'body')),
    ...flatten(env ?? {}, '').map(([name, value]) => [`env.${name}`, value] as const),
  ]
}

/** Without what is null or empty: an SDK that does not know says it either way. */
function filled(fields: Readonly<Record<string, unknown>>): Rows {
  return flatten(fields).filter(([, text]) => text !== 'null' && text !== '')
}

function given(rows: readonly (readonly [string, string | null | undefined])[]): Rows {
  return rows.filter((row): row is readonly [string, string] => Boolean(row[1]))
}

function groupOf(id: string, label: string, rows: readonly DiffRow[]): DiffFields {
  return { id, label, rows, changed: rows.filter(({ state, isVolatile }) => state !== 'same' && !isVolatile).length }
}
