import { notFound, openOrganization, openProject } from '../../orgs/access.js'
import type { Attachment } from '../../ports/items.js'
import { parseEventId } from '../../protocol/ids.js'
import { jsonResponse } from '../answers.js'
import { attachmentJson, mediaTypeOf } from '../json/attachments.js'
import type { Call, HttpResponse, Route } from '../types.js'
import { EVENT_ANY } from './rules.js'

const OF_EVENT = '/api/0/projects/:org/:project/events/:event/attachments/'

export const attachmentRoutes: readonly Route[] = [
  { method: 'GET', path: OF_EVENT, operation: 'listEventAttachments', auth: EVENT_ANY, handle: list },
  { method: 'GET', path: `${OF_EVENT}:attachment/`, operation: 'getEventAttachment', auth: EVENT_ANY, handle: get },
]

async function list(call: Call): Promise<HttpResponse> {
  const { eventId, place, organizationId, projectId } = await locate(call)
  const found = await call.context.storage.attachments.list(organizationId, projectId, eventId)
  return jsonResponse(
    200,
    found.map((attachment) => attachmentJson(call.context.config, attachment, place)),
  )
}

/** The file with `?download`, as Sentry has it; what is known of it without. */
async function get(call: Call): Promise<HttpResponse> {
  const { eventId, place, organizationId, projectId } = await locate(call)
  const { storage, config } = call.context
  const attachment = await storage.attachments.get(organizationId, projectId, call.params.attachment ?? '')
  if (attachment === null || attachment.eventId !== eventId) throw notFound('attachment')
  if (call.query.has('download')) return download(call, attachment)
  return jsonResponse(200, attachmentJson(config, attachment, place))
}

async function download({ context }: Call, attachment: Attachment): Promise<HttpResponse> {
  const content = (await context.blobs?.stream(attachment.blobKey)) ?? null
  if (content === null) throw notFound('attachment')
  return {
    status: 200,
    headers: {
      'content-type': mediaTypeOf(attachment),
      'content-length': String(attachment.size),
      'content-disposition': dispositionOf(attachment.name),
      // It came from anybody who knows the DSN: to be saved, never to be run as a page of ours.
      'content-security-policy': "default-src 'none'; sandbox",
      'cross-origin-resource-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, max-age=3600',
    },
    body: content,
  }
}

/** The name in ASCII for old programs, and as it is for others (RFC 6266). */
function dispositionOf(name: string): string {
  const ascii = name.replace(/[^\x20-\x7e]|["\\%;]/g, '_')
  const whole = encodeURIComponent(name).replace(/['()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16)}`)
  return `attachment; filename="${ascii}"; filename*=UTF-8''${whole}`
}

async function locate(call: Call) {
  const { context, actor, params } = call
  const seat = await openOrganization(context, actor, params.org ?? '')
  const project = await openProject(context, seat, params.project ?? '')
  const eventId = parseEventId(params.event ?? '')
  if (eventId === null) throw notFound('event')
  const place = { organization: seat.organization.slug, project: project.slug }
  return { eventId, place, organizationId: project.organizationId, projectId: project.id }
}
