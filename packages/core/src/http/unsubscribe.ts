import { readUnsubscribeToken, type Unsubscription } from '../alerts/mail/unsubscribe-token.js'
import { mailConfig } from '../alerts/people.js'
import type { MailKind } from '../ports/mail-choices.js'
import type { Project } from '../ports/model.js'
import { changed, record } from './audit.js'
import { PUBLIC } from './routes/rules.js'
import { answerShell } from './status-pages/answer.js'
import { renderMessage, renderQuestion } from './status-pages/render/messages.js'
import type { Call, HttpResponse, Route } from './types.js'

const PATH = '/unsubscribe/:token/'
const PAGE = { operation: null, auth: PUBLIC, isPublicPage: true } as const

/** Where a mail of an alert leads whoever wants no more: a question for people, and an end for mail programs (RFC 8058). */
export const unsubscribeRoutes: readonly Route[] = [
  { method: 'GET', path: PATH, ...PAGE, handle: ask },
  { method: 'POST', path: PATH, ...PAGE, handle: unsubscribe },
]

const NAMED = { name: 'Mishap', theme: 'system', accent: '', homepage: '', hasLogo: false } as const
const MAILS: Readonly<Record<MailKind, string>> = {
  ...{ alerts: 'of its issues', uptime: 'of its monitors', limits: 'of its limits' },
  ...{
    assigned: 'of what is assigned to you',
    mentioned: 'of where you are mentioned',
    followed: 'of what you follow',
  },
}

async function ask(call: Call): Promise<HttpResponse> {
  const found = await find(call)
  if (found === null) return nowhere(call)
  const base = `${call.context.config.basePath}/`
  const action = `${base}unsubscribe/${call.params.token ?? ''}/`
  const question = { base, action, title: 'No more of these mails', button: 'Unsubscribe' }
  return answerShell(200, renderQuestion(NAMED, { ...question, text: sentence(found, 'will get') }))
}

async function unsubscribe(call: Call): Promise<HttpResponse> {
  const found = await find(call)
  if (found === null) return nowhere(call)
  const { about, project } = found
  if ('userId' in about) {
    const projects = new Map([[project.id, { [about.kind]: false }]])
    await call.context.storage.accounts.chooseMails(about.userId, { projects })
  } else await takeOut(call, project, about)
  return say(call, 200, { title: 'You are unsubscribed', text: sentence(found, 'get') })
}

interface Found {
  readonly about: Unsubscription
  readonly project: Project
  readonly who: string
}

/** Null where the link is not ours, or what it is about is gone. */
async function find({ context, params }: Call): Promise<Found | null> {
  const about = readUnsubscribeToken(context.config, params.token ?? '')
  if (about === null) return null
  // The project may have moved to another organization since the mail was sent.
  const organizationId = await context.storage.projects.organizationOf(about.projectId)
  const project = organizationId === null ? null : await context.storage.projects.get(organizationId, about.projectId)
  if (project === null) return null
  if ('address' in about) return { about, project, who: about.address }
  const user = await context.storage.users.get(about.userId)
  return user === null ? null : { about, project, who: user.email }
}

function sentence({ about, project, who }: Found, verb: string): string {
  const mails = 'kind' in about ? MAILS[about.kind] : 'of this alert'
  return `${who} ${verb === 'get' ? 'gets' : verb} no more mails ${mails} from the project ${project.name}.`
}

/** The address is taken out of the recipient; who else is named stays. */
async function takeOut(
  call: Call,
  { organizationId, id, slug }: Project,
  about: Extract<Unsubscription, { address: string }>,
): Promise<void> {
  const { alerts } = call.context.storage
  const alert = await alerts.get(organizationId, id, about.alertId)
  const gone = about.address.toLowerCase()
  const recipients = (alert?.recipients ?? []).map((one) => {
    const config = one.id === about.recipientId ? mailConfig(one.config) : null
    if (config === null) return one
    return { ...one, config: { ...config, addresses: config.addresses.filter((each) => each.toLowerCase() !== gone) } }
  })
  if (alert === null || JSON.stringify(recipients) === JSON.stringify(alert.recipients)) return
  await alerts.update(organizationId, id, alert.id, { recipients })
  const target = { kind: 'alert', id: alert.id, name: alert.name === '' ? slug : `${slug}: ${alert.name}` }
  await record(call, {
    ...{ organizationId, target, action: 'alert.updated' },
    ...changed({ unsubscribed: null }, { unsubscribed: about.address }),
  })
}

function nowhere(call: Call): HttpResponse {
  const text = 'It is wrong, or what it was about is gone. Which mails you get is chosen under Notifications.'
  return say(call, 404, { title: 'That link leads nowhere', text })
}

function say(
  { context }: Call,
  status: number,
  words: { readonly title: string; readonly text: string },
): HttpResponse {
  return answerShell(status, renderMessage(NAMED, { base: `${context.config.basePath}/`, ...words }))
}
