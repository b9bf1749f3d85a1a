import type { Context } from '../context.js'
import { HOSTS } from '../integrations/hosts/index.js'
import { tokenOf } from '../integrations/secrets.js'
import type { AlertRecipient } from '../ports/alerts.js'
import type { Id } from '../ports/model.js'

/** The recipient with the token of its app; null where the app is gone, is another organization's, or has no token. */
export async function withSlackToken(
  context: Pick<Context, 'storage' | 'config'>,
  projectId: Id,
  recipient: AlertRecipient,
): Promise<AlertRecipient | null> {
  if (recipient.kind !== 'slack_app') return recipient
  const { storage } = context
  const integration = await storage.integrations.find(String(recipient.config.integrationID ?? ''))
  if (integration?.kind !== 'slack') return null
  const project = await storage.projects.get(integration.organizationId, projectId)
  const token = project === null ? null : tokenOf(context, integration)
  if (token === null) return null
  return { ...recipient, config: { ...recipient.config, token, api: HOSTS.slack.api(integration).base } }
}
