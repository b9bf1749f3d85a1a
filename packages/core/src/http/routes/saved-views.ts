import type { SavedViewJson } from '../../client/saved-views.js'
import { AppError } from '../../errors.js'
import { findPeople } from '../../issues/people.js'
import { readSearch } from '../../issues/select.js'
import { notFound, openOrganization, type Seat } from '../../orgs/access.js'
import { mayDo } from '../../orgs/roles.js'
import { SAVED_VIEW_BOUNDS as BOUNDS, type SavedView, type SavedViewFields } from '../../ports/saved-views.js'
import { emptyResponse, jsonResponse } from '../answers.js'
import { type Field, given, integer, listOf, oneOf, optional, readFields, text } from '../input.js'
import type { Call, HttpResponse, Route } from '../types.js'
import { sortFrom } from './issue-query.js'
import { EVENT_ANY, EVENT_WRITE } from './rules.js'

const VIEWS = '/api/0/organizations/:org/searches/'
const ONE = `${VIEWS}:search/`

/** Searches of issues under a name, as Sentry calls them. */
export const savedViewRoutes: readonly Route[] = [
  { method: 'GET', path: VIEWS, operation: 'listSavedViews', auth: EVENT_ANY, handle: list },
  { method: 'POST', path: VIEWS, operation: 'createSavedView', auth: EVENT_WRITE, handle: create },
  { method: 'PUT', path: ONE, operation: 'updateSavedView', auth: EVENT_WRITE, handle: update },
  { method: 'DELETE', path: ONE, operation: 'deleteSavedView', auth: EVENT_WRITE, handle: remove },
]

async function list(call: Call): Promise<HttpResponse> {
  const seat = await open(call)
  const views = await call.context.storage.savedViews.list(seat.organization.id, seat.user.id)
  return jsonResponse(200, await viewsJson(call, seat, views))
}

async function create(call: Call): Promise<HttpResponse> {
  const seat = await open(call)
  const fields = await readView(call, { name: NAME })
  const view = await call.context.storage.savedViews.create(seat.organization.id, seat.user.id, {
    ...DEFAULTS,
    ...fields,
    name: fields.name ?? '',
  })
  return answer(call, seat, view, 201)
}

async function update(call: Call): Promise<HttpResponse> {
  const seat = await open(call)
  const before = await openView(call, seat)
  const change = await readView(call, { name: optional(NAME) })
  const view = await call.context.storage.savedViews.update(seat.organization.id, before.id, change)
  if (view === null) throw notFound('saved view')
  return answer(call, seat, view, 200)
}

async function remove(call: Call): Promise<HttpResponse> {
  const seat = await open(call)
  const { id } = await openView(call, seat)
  if (!(await call.context.storage.savedViews.delete(seat.organization.id, id))) throw notFound('saved view')
  return emptyResponse()
}

const DEFAULTS = {
  isShared: false,
  query: '',
  sort: '-last_seen',
  projectIds: [],
  environments: [],
  columns: [],
} as const

const NAME = text({ min: 1, max: BOUNDS.name })
const id = text({ min: 1, max: 20, pattern: { regex: /^\d+$/, wanted: 'the id of a project' } })
const FIELDS = {
  query: optional(text({ max: BOUNDS.query })),
  sort: optional(text({ max: BOUNDS.sort })),
  visibility: optional(oneOf('owner', 'organization')),
  project: optional(listOf(id, BOUNDS.projects)),
  environment: optional(listOf(text({ min: 1, max: BOUNDS.environment }), BOUNDS.environments)),
  columns: optional(listOf(text({ min: 1, max: BOUNDS.column }), BOUNDS.columns)),
  position: optional(integer(0, BOUNDS.position)),
}

async function readView(
  call: Call,
  { name }: { readonly name: Field<string | undefined> },
): Promise<Partial<SavedViewFields>> {
  const { visibility, project, environment, ...fields } = readFields(await call.json(), { name, ...FIELDS })
  // What cannot be searched for, or sorted by, is not kept.
  if (fields.query !== undefined) readSearch(fields.query)
  if (fields.sort !== undefined) sortFrom(new URLSearchParams({ sort: fields.sort }))
  return given({
    ...fields,
    isShared: visibility === undefined ? undefined : visibility === 'organization',
    projectIds: project,
    environments: environment,
  })
}

function open({ context, actor, params }: Call): Promise<Seat> {
  return openOrganization(context, actor, params.org ?? '')
}

/** One that the member may change. Personal ones of others are not found, like those that there are not. */
async function openView(call: Call, { organization, membership, user }: Seat): Promise<SavedView> {
  const view = await call.context.storage.savedViews.get(organization.id, call.params.search ?? '')
  if (view === null || (!view.isShared && view.ownerId !== user.id)) throw notFound('saved view')
  if (view.ownerId === user.id || mayDo(membership.role, 'view.moderate')) return view
  throw new AppError('forbidden', 'A shared view is changed by whoever made it, or by an admin of the organization.')
}

async function answer(call: Call, seat: Seat, view: SavedView, status: number): Promise<HttpResponse> {
  const [json] = await viewsJson(call, seat, [view])
  return jsonResponse(status, json)
}

async function viewsJson(
  call: Call,
  { organization, user }: Seat,
  views: readonly SavedView[],
): Promise<readonly SavedViewJson[]> {
  const people = await findPeople(call.context, organization.id, { userIds: views.map((view) => view.ownerId) })
  return views.map((view) => ({
    id: view.id,
    name: view.name,
    query: view.query,
    // Checked when it was stored.
    sort: view.sort as SavedViewJson['sort'],
    visibility: view.isShared ? 'organization' : 'owner',
    dateCreated: view.createdAt.toISOString(),
    owner: people.person(view.ownerId),
    isMine: view.ownerId === user.id,
    project: [...view.projectIds],
    environment: [...view.environments],
    columns: [...view.columns],
    position: view.position,
    type: 0,
    isGlobal: false,
  }))
}
