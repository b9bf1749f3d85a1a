import { AppError, type ErrorCode, errorCode, type FieldError, type TextFault } from '../errors.js'
import { jsonResponse } from './answers.js'
import type { HttpResponse } from './types.js'

/** The only place that knows which reason has which status. */
const STATUSES: Readonly<Record<ErrorCode, number>> = {
  invalid_input: 400,
  invalid_body: 400,
  unauthenticated: 401,
  wrong_password: 400,
  csrf: 403,
  forbidden: 403,
  second_factor_required: 403,
  not_found: 404,
  method_not_allowed: 405,
  conflict: 409,
  too_large: 413,
  rate_limited: 429,
  buffer_full: 429,
  unavailable: 503,
  config: 500,
  internal: 500,
}

/** The status for anything thrown; 500 for what is not an `AppError`. */
export function statusOf(error: unknown): number {
  const refusal = asRefusal(error)
  if (refusal.code === 'invalid_input' && refusal.fields.length > 0) return 422
  return STATUSES[refusal.code]
}

/**
 * The answer for anything thrown, as the management API words it: `{"detail": sentence, "code": code}`,
 * and a list of faults for 422. What is wrong in a text that somebody wrote stands in `faults`, each at its place.
 * Words of our own faults stay inside.
 */
export function errorResponse(error: unknown): HttpResponse {
  const refusal = asRefusal(error)
  const status = statusOf(error)
  const detail = status === 422 ? refusal.fields : wordsFor(refusal, status)
  const faults = refusal.faults.length === 0 ? {} : { faults: refusal.faults }
  return jsonResponse(status, { detail, code: refusal.code, ...faults }, retryHeaders(refusal))
}

/** The same in the shape of the auth API (`/_allauth/`): `{"status", "errors": [{code, message, param?}]}`. */
export function authErrorResponse(error: unknown): HttpResponse {
  const refusal = asRefusal(error)
  const status = statusOf(error) === 422 ? 400 : statusOf(error)
  const errors =
    refusal.fields.length > 0
      ? refusal.fields.map((field) => ({ code: field.type, message: field.msg, param: String(field.loc.at(-1) ?? '') }))
      : [{ code: refusal.code, message: wordsFor(refusal, status) }]
  return jsonResponse(status, { status, errors }, retryHeaders(refusal))
}

interface Refusal {
  readonly code: ErrorCode
  readonly message: string
  readonly fields: readonly FieldError[]
  readonly faults: readonly TextFault[]
  readonly retryAfterMs: number | null
}

function asRefusal(error: unknown): Refusal {
  const code = errorCode(error)
  if (code === null || !Object.hasOwn(STATUSES, code)) return new AppError('internal', 'Internal error')
  // The shape is that of any copy's AppError, which `errorCode` has just recognised by its name.
  const { message, fields, faults, retryAfterMs } = error as AppError
  return { code, message, fields: fields ?? [], faults: faults ?? [], retryAfterMs: retryAfterMs ?? null }
}

// Clients end their session on a 401 that says exactly this.
function wordsFor(refusal: Refusal, status: number): string {
  if (status === 401) return 'Unauthorized'
  return status === 500 ? 'Internal error' : refusal.message
}

function retryHeaders(refusal: Refusal): HttpResponse['headers'] {
  if (refusal.retryAfterMs === null) return {}
  return { 'retry-after': String(Math.max(1, Math.ceil(refusal.retryAfterMs / 1000))) }
}
