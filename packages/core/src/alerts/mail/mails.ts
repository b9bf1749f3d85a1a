import type { Context } from '../../context.js'
import { excerptOf } from '../../mail/excerpt.js'
import type { Excerpt } from '../../mail/parts.js'
import type { Delivery } from '../../ports/deliveries.js'
import type { MailKind } from '../../ports/mail-choices.js'
import type { Mail } from '../../ports/mailer.js'
import type { Organization, Project } from '../../ports/model.js'
import { pagesOf } from '../notices.js'
import { noticeMail } from './notice-mail.js'
import type { MailedNotice } from './parts.js'
import { unsubscribeToken } from './unsubscribe-token.js'

const KINDS = { issues: 'alerts', monitor: 'uptime', limits: 'limits', test: 'alerts' } as const satisfies Readonly<
  Record<MailedNotice['kind'], MailKind>
>

/** The mail of a message to its address; null where its organization or project is gone. */
export async function mailOf(
  context: Context,
  delivery: Delivery & { readonly address: string },
  notice: MailedNotice,
): Promise<Mail | null> {
  const { organizationId, projectId } = delivery
  const [organization, project] = await Promise.all([
    context.storage.organizations.get(organizationId),
    context.storage.projects.get(organizationId, projectId),
  ])
  if (organization === null || project === null) return null
  const excerpts = new Map<string, Excerpt>()
  for (const { id } of notice.kind === 'issues' && notice.count === 1 ? notice.issues : []) {
    const excerpt = await excerptOf(context, organizationId, id)
    if (excerpt !== null) excerpts.set(id, excerpt)
  }
  const token = tokenFor(context, delivery, KINDS[notice.kind])
  return noticeMail({
    ...{ notice, to: delivery.address, excerpts, reason: delivery.reason, id: delivery.id },
    ...placesOf(context, organization, project),
    unsubscribeUrl: token === null ? null : `${pagesOf(context, organization).home}/unsubscribe/${token}/`,
  })
}

/** To try out whether mails arrive. */
export function testMail(
  context: Context,
  { organization, project, to, id }: { organization: Organization; project: Project; to: string; id: string },
): Mail {
  return noticeMail({
    ...{
      notice: { kind: 'test', project: project.name },
      to,
      excerpts: new Map(),
      reason: null,
      unsubscribeUrl: null,
      id,
    },
    ...placesOf(context, organization, project),
  })
}

function placesOf(context: Context, organization: Organization, project: Project) {
  return {
    settingsUrl: `${pagesOf(context, organization).home}/profile/notifications`,
    list: { organization: organization.slug, project: project.slug, host: context.config.url.hostname },
  }
}

function tokenFor(
  { config }: Context,
  delivery: Delivery & { readonly address: string },
  kind: MailKind,
): string | null {
  const { organizationId, projectId, userId, alertId, recipient, address } = delivery
  const where = { organizationId, projectId }
  if (userId !== null) return unsubscribeToken(config, { userId, ...where, kind })
  if (recipient === null) return null
  return unsubscribeToken(config, { address, ...where, alertId, recipientId: recipient.id })
}
