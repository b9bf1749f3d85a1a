import { invalidField } from '../../errors.js'
import { jsonResponse } from '../answers.js'
import type { HttpResponse, Route } from '../types.js'
import { PUBLIC, SESSION } from './rules.js'

const BASE = '/_allauth/browser/v1'

/**
 * What the auth API has and this server does not do, answered as it answers there: nobody has a phone number, and no code
 * sent by mail or phone is waited for.
 */
export const closedDoorRoutes: readonly Route[] = [
  { method: 'POST', path: `${BASE}/auth/code/confirm`, operation: null, auth: PUBLIC, handle: nothingPending },
  { method: 'POST', path: `${BASE}/auth/phone/verify`, operation: null, auth: PUBLIC, handle: nothingPending },
  { method: 'POST', path: `${BASE}/auth/phone/verify/resend`, operation: null, auth: PUBLIC, handle: nothingPending },
  { method: 'GET', path: `${BASE}/account/phone`, operation: null, auth: SESSION, handle: noPhones },
  { method: 'POST', path: `${BASE}/account/phone`, operation: null, auth: SESSION, handle: refusePhone },
]

async function nothingPending(): Promise<HttpResponse> {
  return jsonResponse(409, { status: 409 })
}

async function noPhones(): Promise<HttpResponse> {
  return jsonResponse(200, { status: 200, data: [] })
}

async function refusePhone(): Promise<HttpResponse> {
  throw invalidField('phone', 'unsupported', 'This server keeps no phone numbers.')
}
