import { invalidField } from '../../errors.js'
import { openIssue, projectsOf } from '../../issues/open.js'
import { notFound, openOrganization, type Seat, userOf } from '../../orgs/access.js'
import { INCIDENT_BOUNDS, type Incident } from '../../ports/incidents.js'
import { announceUpdate } from '../../status-pages/announce.js'
import { incidentsAround, risenIssues } from '../../uptime/rising.js'
import { jsonResponse } from '../answers.js'
import { changed, record } from '../audit.js'
import { boolean, integer, listOf, nullable, oneOf, optional, readFields, readQuery, text } from '../input.js'
import { incidentDetailJson, incidentIssueJson, incidentJson, peopleOf } from '../json/incidents.js'
import { pageOf, pageResponse } from '../page.js'
import { parseTime } from '../time.js'
import type { Call, HttpResponse, Route } from '../types.js'
import { EVENT_ANY, MONITOR_ANY, MONITOR_WRITE } from './rules.js'

const ALL = '/api/0/organizations/:org/incidents/'
const ONE = `${ALL}:incident/`
const OF_ISSUE = '/api/0/issues/:issue/incidents/'

export const incidentRoutes: readonly Route[] = [
  { method: 'GET', path: ALL, operation: 'listIncidents', auth: MONITOR_ANY, handle: list },
  { method: 'POST', path: ALL, operation: 'createIncident', auth: MONITOR_WRITE, handle: create },
  { method: 'GET', path: ONE, operation: 'getIncident', auth: MONITOR_ANY, handle: get },
  { method: 'PUT', path: ONE, operation: 'updateIncident', auth: MONITOR_WRITE, handle: update },
  { method: 'POST', path: `${ONE}updates/`, operation: 'addIncidentUpdate', auth: MONITOR_WRITE, handle: tell },
  { method: 'GET', path: `${ONE}issues/`, operation: 'incidentIssues', auth: MONITOR_ANY, handle: issues },
  { method: 'GET', path: OF_ISSUE, operation: 'issueIncidents', auth: EVENT_ANY, handle: ofIssue },
]

const SEVERITY = oneOf('down', 'degraded', 'notice')
const TITLE = text({ min: 1, max: INCIDENT_BOUNDS.title })
const BODY = text({ max: INCIDENT_BOUNDS.text })

async function list(call: Call): Promise<HttpResponse> {
  const { context, query } = call
  const { organization } = await open(call)
  const state = readQuery(query, 'status', optional(oneOf('open', 'resolved')))
  const monitor = readQuery(query, 'monitor', optional(text({ max: 20 })))
  const filter = { ...(state === undefined ? {} : { state }), ...(monitor ? { monitorIds: [monitor] } : {}) }
  const page = await context.storage.incidents.list(organization.id, filter, pageOf(query))
  const people = await peopleOf(context, organization.id, page.items)
  return pageResponse(call, page, (incident) => incidentJson(incident, people))
}

async function create(call: Call): Promise<HttpResponse> {
  const { actor, context } = call
  const seat = await open(call)
  const given = readFields(await call.json(), {
    title: TITLE,
    severity: optional(SEVERITY),
    monitors: optional(listOf(integer(1, Number.MAX_SAFE_INTEGER), INCIDENT_BOUNDS.monitors)),
    text: optional(BODY),
    startedAt: optional(nullable(text({ max: 40 }))),
  })
  const at = context.clock.now()
  const startedAt = given.startedAt ? parseTime(given.startedAt, at, 'startedAt') : at
  if (startedAt > at) throw invalidField('startedAt', 'date', 'Wanted a time that has come')
  const incident = await context.storage.incidents.open(
    seat.organization.id,
    {
      ...{ title: given.title, severity: given.severity ?? 'notice', text: given.text ?? '' },
      ...{ monitorIds: (given.monitors ?? []).map(String), startedAt },
    },
    { userId: userOf(actor).id, at },
  )
  await record(call, { ...about(incident), action: 'incident.opened', after: facts(incident) })
  return jsonResponse(201, await detail(call, incident))
}

async function get(call: Call): Promise<HttpResponse> {
  const seat = await open(call)
  return jsonResponse(200, await detail(call, await find(call, seat)))
}

async function update(call: Call): Promise<HttpResponse> {
  const seat = await open(call)
  const before = await find(call, seat)
  const { title, severity, status } = readFields(await call.json(), {
    title: optional(TITLE),
    severity: optional(SEVERITY),
    status: optional(oneOf('open', 'acknowledged', 'resolved')),
  })
  const change = {
    ...(title === undefined ? {} : { title }),
    ...(severity === undefined ? {} : { severity }),
    ...(status === undefined ? {} : { status }),
  }
  const actor = { userId: userOf(call.actor).id, at: call.context.clock.now() }
  const incident = await call.context.storage.incidents.change(seat.organization.id, before.id, change, actor)
  if (incident === null) throw notFound('incident')
  const difference = changed(facts(before), facts(incident))
  await record(call, { ...about(incident), action: 'incident.updated', ...difference })
  return jsonResponse(200, await detail(call, incident))
}

async function tell(call: Call): Promise<HttpResponse> {
  const seat = await open(call)
  const { id } = await find(call, seat)
  const given = readFields(await call.json(), {
    text: text({ min: 1, max: INCIDENT_BOUNDS.text }),
    stage: optional(nullable(oneOf('investigating', 'identified', 'monitoring', 'resolved'))),
    isPublic: optional(boolean),
  })
  const told = { text: given.text, stage: given.stage ?? null, isPublic: given.isPublic ?? false }
  const actor = { userId: userOf(call.actor).id, at: call.context.clock.now() }
  const incident = await call.context.storage.incidents.addUpdate(seat.organization.id, id, told, actor)
  if (incident === null) throw notFound('incident')
  if (told.isPublic) await announceUpdate(call.context, incident)
  return jsonResponse(201, await detail(call, incident))
}

async function issues(call: Call): Promise<HttpResponse> {
  const seat = await open(call)
  const risen = await risenIssues(call.context, await find(call, seat))
  const projects = await projectsOf(
    call.context,
    risen.map(({ issue }) => issue),
  )
  const answer = risen.flatMap((one) => {
    const project = projects.get(one.issue.projectId)
    return project === undefined ? [] : [incidentIssueJson(one, project.slug)]
  })
  return jsonResponse(200, answer)
}

async function ofIssue({ actor, context, params }: Call): Promise<HttpResponse> {
  const { issue } = await openIssue(context, actor, params.issue ?? '')
  const incidents = await incidentsAround(context, issue)
  const people = await peopleOf(context, issue.organizationId, incidents)
  return jsonResponse(
    200,
    incidents.map((incident) => incidentJson(incident, people)),
  )
}

async function detail({ context }: Call, incident: Incident) {
  const { id, organizationId } = incident
  const entries = (await context.storage.incidents.entries(organizationId, [id])).get(id) ?? []
  return incidentDetailJson(incident, entries, await peopleOf(context, organizationId, [incident], entries))
}

function open({ context, actor, params }: Call): Promise<Seat> {
  return openOrganization(context, actor, params.org ?? '')
}

async function find({ context, params }: Call, { organization }: Seat): Promise<Incident> {
  const incident = await context.storage.incidents.get(organization.id, params.incident ?? '')
  if (incident === null) throw notFound('incident')
  return incident
}

function about({ organizationId, id, number, title }: Incident) {
  return { organizationId, target: { kind: 'incident', id, name: `#${number} ${title}` } }
}

function facts({ title, severity, status, monitors }: Incident) {
  return { title, severity, status, monitors: monitors.map(({ name }) => name) }
}
