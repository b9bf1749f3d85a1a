import { endWizard, grantWizard, readWizard, startWizard } from '../../auth/wizard.js'
import type { WizardJson } from '../../client/account-types.js'
import type { Context } from '../../context.js'
import { AppError } from '../../errors.js'
import { openTo, userOf } from '../../orgs/access.js'
import type { Id } from '../../ports/model.js'
import { jsonResponse } from '../answers.js'
import { readFields, text } from '../input.js'
import { projectKeyJson, projectOrganizationJson } from '../json/projects.js'
import type { Call, HttpResponse, Route } from '../types.js'
import { PUBLIC, SESSION } from './rules.js'

const ALL = '/api/0/wizard/'
const ONE = `${ALL}:hash/`

/** `npx @sentry/wizard`: it shows a hash to the browser, waits for a yes, and gets projects with a token that uploads. */
export const wizardRoutes: readonly Route[] = [
  { method: 'GET', path: ALL, operation: 'startWizard', auth: PUBLIC, handle: start },
  { method: 'GET', path: ONE, operation: 'readWizard', auth: PUBLIC, handle: read },
  { method: 'DELETE', path: ONE, operation: 'endWizard', auth: PUBLIC, handle: end },
  { method: 'POST', path: '/api/0/wizard-set-token/', operation: 'grantWizard', auth: SESSION, handle: grant },
]

const MOST_PROJECTS = 50

async function start({ context, ip }: Call): Promise<HttpResponse> {
  return jsonResponse(200, { hash: await startWizard(context, ip) })
}

async function read({ context, params }: Call): Promise<HttpResponse> {
  const granted = await readWizard(context, params.hash ?? '')
  if (granted === null) throw new AppError('invalid_input', 'Hash is empty, set it first')
  const { tokens } = context.storage
  const own = await tokens.list(granted.userId, { limit: 100, cursor: null })
  const token = own.items.find(({ id }) => id === granted.tokenId)
  const body: WizardJson = {
    apiKeys: {
      id: Number(granted.tokenId),
      label: token?.label ?? '',
      scopes: ['project:releases'],
      token: granted.token,
      created: (token?.createdAt ?? context.clock.now()).toISOString(),
      lastUsed: null,
      expires: null,
    },
    projects: await projectsOf(context, granted.userId),
  }
  return jsonResponse(200, body)
}

async function end({ context, params }: Call): Promise<HttpResponse> {
  await endWizard(context, params.hash ?? '')
  return jsonResponse(200, {})
}

async function grant({ context, actor, json }: Call): Promise<HttpResponse> {
  const { hash } = readFields(await json(), { hash: text({ min: 64, max: 64 }) })
  await grantWizard(context, userOf(actor), hash)
  return jsonResponse(200, {})
}

async function projectsOf(context: Context, userId: Id): Promise<WizardJson['projects']> {
  const { storage, config } = context
  const { items } = await storage.projects.listForUser(userId, { limit: MOST_PROJECTS, cursor: null })
  const open = await openTo(context, { id: userId }, items)
  return Promise.all(
    open.map(async ({ project, organization }) => {
      const keys = await storage.projects.listKeys(organization.id, project.id, { limit: 10, cursor: null })
      return {
        ...projectOrganizationJson(project, organization, []),
        keys: keys.items.map((key) => projectKeyJson(config, key)),
      }
    }),
  )
}
