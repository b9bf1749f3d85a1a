import type { Context } from '../../context.js'
import { within } from '../../in-time.js'
import { hear, notSigned } from '../../integrations/hear.js'
import { isFromSlack, takeClick } from '../../integrations/slack-clicks.js'
import type { Integration } from '../../ports/integrations.js'
import { emptyResponse } from '../answers.js'
import type { Call, HttpResponse, Route } from '../types.js'
import { PUBLIC } from './rules.js'

/** A push may tell of many commits. */
const MAX_MIB = 10
/** Slack waits for three seconds, and tells of an error then. */
const CLICK_MS = 2_500

/** Where code hosts and trackers tell of what happens there: what they sign opens it. */
export const integrationHookRoutes: readonly Route[] = [
  { method: 'POST', path: '/api/0/integrations/:integration/hook/', operation: null, auth: PUBLIC, handle: take },
]

async function take({ context, params, header, query, bytes }: Call): Promise<HttpResponse> {
  const integration = await context.storage.integrations.find(params.integration ?? '')
  const body = await bytes(MAX_MIB * 1024 * 1024)
  if (integration === null) throw notSigned()
  if (integration.kind === 'slack') {
    if (!isFromSlack(context, integration, { header, body })) throw notSigned()
    await within(context.clock, CLICK_MS, clicked(context, integration, body))
    return { status: 200, headers: { 'cache-control': 'no-store' }, body: null }
  }
  await hear(context, integration, { header, query, body })
  return emptyResponse()
}

/** Whoever pressed is told by Slack where it fails. */
async function clicked(context: Context, integration: Integration, body: Uint8Array): Promise<void> {
  try {
    await takeClick(context, integration, body)
  } catch (error) {
    context.logger.warn('A click in Slack came to nothing', { integrationId: integration.id, error: String(error) })
    throw error
  }
}
