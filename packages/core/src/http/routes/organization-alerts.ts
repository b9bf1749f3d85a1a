import { projectCoverage } from '../../alerts/coverage.js'
import type { AlertCoverageJson, OrganizationAlertJson } from '../../client/alert-types.js'
import { openOrganization } from '../../orgs/access.js'
import type { Project } from '../../ports/model.js'
import { alertProjectJson, tellAlerts } from '../json/alerts.js'
import { pageOf, pageResponse } from '../page.js'
import type { Call, HttpResponse, Route } from '../types.js'
import { PROJECT_ANY } from './rules.js'

const ORGANIZATION = '/api/0/organizations/:org/'
const COVERAGE = `${ORGANIZATION}alert-coverage/`

export const organizationAlertRoutes: readonly Route[] = [
  {
    ...{ method: 'GET', path: `${ORGANIZATION}alerts/`, operation: 'listOrganizationAlerts', auth: PROJECT_ANY },
    handle: list,
  },
  { method: 'GET', path: COVERAGE, operation: 'listAlertCoverage', auth: PROJECT_ANY, handle: coverage },
]

async function list(call: Call): Promise<HttpResponse> {
  const { context } = call
  const { organization } = await openOrganization(context, call.actor, call.params.org ?? '')
  const page = await context.storage.alerts.listAll(organization.id, pageOf(call.query))
  const json = await tellAlerts(context, page.items)
  const ids = [...new Set(page.items.map(({ projectId }) => projectId))]
  const found = await Promise.all(ids.map((id) => context.storage.projects.get(organization.id, id)))
  const projects = new Map(found.flatMap((project) => (project === null ? [] : [[project.id, project]])))
  // A project that was deleted meanwhile takes its alerts along.
  const alerts = page.items.flatMap((alert): readonly OrganizationAlertJson[] => {
    const project = projects.get(alert.projectId)
    return project === undefined ? [] : [{ ...json(alert), project: alertProjectJson(project) }]
  })
  return pageResponse(call, { ...page, items: alerts }, (alert) => alert)
}

async function coverage(call: Call): Promise<HttpResponse> {
  const { context } = call
  const { organization } = await openOrganization(context, call.actor, call.params.org ?? '')
  const page = await context.storage.projects.list(organization.id, pageOf(call.query))
  const items: AlertCoverageJson[] = []
  for (const project of page.items) items.push(await coverageJson(call, project))
  return pageResponse(call, { ...page, items }, (one) => one)
}

async function coverageJson({ context }: Call, project: Project): Promise<AlertCoverageJson> {
  const { issues, monitors } = await projectCoverage(context, project)
  return {
    project: alertProjectJson(project),
    issues: { people: issues.people, channels: [...issues.channels] },
    monitors: { people: monitors.people, channels: [...monitors.channels] },
  }
}
