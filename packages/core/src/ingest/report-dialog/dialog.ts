import type { Context } from '../../context.js'
import { AppError, errorCode } from '../../errors.js'
import { jsonResponse, withHeaders } from '../../http/answers.js'
import { readBody } from '../../http/body.js'
import { statusOf } from '../../http/errors.js'
import { readHeader } from '../../http/headers.js'
import type { HttpRequest, HttpResponse } from '../../http/types.js'
import { findKey, projectOfDsn } from '../../protocol/auth.js'
import { CORS_HEADERS, headerSafe, PREFLIGHT } from '../answers.js'
import { doorOf } from '../door.js'
import { isKeyOf } from '../key-of-project.js'
import { receiveIngest } from '../receive.js'
import { errorsIn, readReport } from './form.js'
import { type DialogOptions, dialogOptions } from './options.js'
import { dialogScript } from './script.js'

/**
 * `/api/embed/error-page/`: GET answers the script of the crash-report dialog, POST takes what somebody wrote into it.
 * Both need the DSN of a living key and the id of an event in the query. A report becomes an envelope with a `user_report`
 * and goes the way of all others: under the same quotas, kept once it is answered.
 */
export async function answerReportDialog(
  context: Context,
  request: HttpRequest,
  { url, ip }: { readonly url: URL; readonly ip: string | null },
): Promise<HttpResponse> {
  if (request.method === 'OPTIONS') return PREFLIGHT_OF_DIALOG
  try {
    const options = dialogOptions(url.searchParams)
    if (options === null)
      throw new AppError('invalid_input', 'Wanted dsn and eventId in the query.', { fields: MISSING })
    if (request.method === 'POST') return await takeReport(context, request, { options, url, ip })
    if (request.method !== 'GET' && request.method !== 'HEAD')
      throw new AppError('method_not_allowed', 'Method not allowed: wanted GET or POST.')
    await checkKey(context, options.dsn)
    return { status: 200, headers: SCRIPT_HEADERS, body: dialogScript(options, endpointOf(url, options)) }
  } catch (error) {
    return refusal(context, error)
  }
}

const MISSING = ['dsn', 'eventId'].map((name) => ({ type: 'missing', loc: ['query', name], msg: 'Field required' }))

const PREFLIGHT_OF_DIALOG = withHeaders(PREFLIGHT, { 'access-control-allow-methods': 'GET, POST, OPTIONS' })

const SCRIPT_HEADERS = {
  ...CORS_HEADERS,
  'content-type': 'text/javascript; charset=utf-8',
  'cache-control': 'no-store',
  'cross-origin-resource-policy': 'cross-origin',
  'x-content-type-options': 'nosniff',
}

/** A comment and two names, with room for what percent-encoding makes of them. */
const MAX_FORM_BYTES = 64 * 1024

async function checkKey(context: Context, dsn: string): Promise<void> {
  const found = findKey({ query: NO_QUERY, sentryAuth: null, authorization: null, envelopeDsn: dsn })
  const key = typeof found === 'string' ? null : await doorOf(context).findKey(found.publicKey)
  if (key === null || !key.keyActive || !isKeyOf(key, projectOfDsn(dsn)))
    throw new AppError('unauthenticated', 'Invalid DSN: it names no key of this project.')
}

/** Where the dialog posts to: the same place, with no more in the address than it takes. */
function endpointOf(url: URL, { dsn, eventId }: DialogOptions): string {
  return `${url.origin}${url.pathname}?${new URLSearchParams({ dsn, eventId })}`
}

const NO_QUERY = new URLSearchParams()

async function takeReport(
  context: Context,
  request: HttpRequest,
  { options, url, ip }: { readonly options: DialogOptions; readonly url: URL; readonly ip: string | null },
): Promise<HttpResponse> {
  await checkKey(context, options.dsn)
  const report = readReport(await readBody(request, MAX_FORM_BYTES), readHeader(request, 'content-type'))
  const errors = errorsIn(report)
  if (Object.keys(errors).length > 0) return jsonResponse(400, { errors }, CORS_HEADERS)
  const { dsn, eventId } = options
  const lines = [{ event_id: eventId, dsn }, { type: 'user_report' }, { event_id: eventId, ...report }]
  const envelope = {
    method: 'POST',
    headers: { 'user-agent': readHeader(request, 'user-agent') ?? undefined },
    body: Buffer.from(lines.map((line) => `${JSON.stringify(line)}\n`).join('')),
    readableEnded: true,
  }
  return receiveIngest(context, envelope, { projectId: null, kind: 'envelope', url, ip })
}

function refusal(context: Context, error: unknown): HttpResponse {
  const code = errorCode(error)
  if (code === null) context.logger.error('The report dialog could not be answered', { error })
  // Both codes are of `AppError`, which has a message.
  const message = code === null ? 'Internal error' : (error as AppError).message
  const status = code === 'unavailable' ? 429 : statusOf(error)
  return jsonResponse(status, { detail: message }, { ...CORS_HEADERS, 'x-sentry-error': headerSafe(message) })
}
