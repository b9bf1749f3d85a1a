import { invalidField } from '../../errors.js'
import { diagnosticsOf } from '../../instance/diagnostics.js'
import { instanceHealth } from '../../instance/health.js'
import { instanceHoldings } from '../../instance/holdings.js'
import { instanceIngest } from '../../instance/ingest.js'
import { SETTING_BOUNDS, type SettingName, type SettingsChange } from '../../instance/settings.js'
import { settingsJson } from '../../instance/settings-json.js'
import { jsonResponse } from '../answers.js'
import { changed, record } from '../audit.js'
import { boolean, type Field, given, integer, listOf, nullable, optional, readFields, text } from '../input.js'
import type { Call, HttpResponse, Route } from '../types.js'
import { SUPERUSER } from './rules.js'

const ROOT = '/api/0/instance/'

/** How the instance is and what is set at run time. */
export const overviewRoutes: readonly Route[] = [
  { method: 'GET', path: `${ROOT}settings/`, operation: 'getInstanceSettings', auth: SUPERUSER, handle: getSettings },
  {
    method: 'PUT',
    path: `${ROOT}settings/`,
    operation: 'updateInstanceSettings',
    auth: SUPERUSER,
    handle: putSettings,
  },
  { method: 'GET', path: `${ROOT}health/`, operation: 'getInstanceHealth', auth: SUPERUSER, handle: getHealth },
  { method: 'GET', path: `${ROOT}ingest/`, operation: 'getInstanceIngest', auth: SUPERUSER, handle: getIngest },
  { method: 'GET', path: `${ROOT}storage/`, operation: 'getInstanceStorage', auth: SUPERUSER, handle: getStorage },
  { method: 'GET', path: `${ROOT}diagnostics/`, operation: 'getDiagnostics', auth: SUPERUSER, handle: getDiagnostics },
]

const INSTANCE = { organizationId: null, target: { kind: 'instance', id: '', name: 'the instance' } } as const

const ofOne = <T>(field: Field<T>) => optional(nullable(field))
const days = (min: number) => ofOne(integer(min, SETTING_BOUNDS.retentionDays))
const amount = ofOne(integer(0, Number.MAX_SAFE_INTEGER))
const FIELDS = {
  instanceName: ofOne(text({ max: SETTING_BOUNDS.name })),
  openRegistration: ofOne(boolean),
  openOrganizationCreation: ofOne(boolean),
  retentionDays: days(1),
  maxProjectEvents: amount,
  maxProjectBytes: amount,
  sensitiveFields: ofOne(listOf(text({ min: 1, max: SETTING_BOUNDS.sensitiveField }), SETTING_BOUNDS.sensitiveFields)),
  scrubIpAddresses: ofOne(boolean),
  auditRetentionDays: days(0),
  mailFrom: ofOne(text({ max: SETTING_BOUNDS.sender })),
}

/** `errors@example.com`, or `Acme <errors@example.com>`. */
const SENDER = /^(?:[^<>@\r\n,;]{1,100}<[^\s@<>,;]{1,64}@[^\s@<>,;]{1,120}>|[^\s@<>,;]{1,64}@[^\s@<>,;]{1,120})$/

async function getSettings({ context }: Call): Promise<HttpResponse> {
  return jsonResponse(200, await settingsJson(context.settings))
}

async function putSettings(call: Call): Promise<HttpResponse> {
  const { settings } = call.context
  const change: SettingsChange = given(readFields(await call.json(), FIELDS))
  for (const name of Object.keys(change))
    if (settings.pinned.has(name as SettingName))
      throw invalidField(name, 'pinned', 'The configuration of the server decides this; change it there.')
  if (change.mailFrom && !SENDER.test(change.mailFrom))
    throw invalidField(
      'mailFrom',
      'email',
      'Wanted an address, such as errors@example.com or Acme <errors@example.com>',
    )
  const before = await settings.current()
  const after = await settings.update(change)
  await record(call, { ...INSTANCE, action: 'instance.settings_changed', ...changed(before, after) })
  return jsonResponse(200, await settingsJson(settings))
}

async function getHealth({ context }: Call): Promise<HttpResponse> {
  return jsonResponse(200, await instanceHealth(context))
}

async function getIngest({ context }: Call): Promise<HttpResponse> {
  return jsonResponse(200, await instanceIngest(context))
}

async function getStorage({ context }: Call): Promise<HttpResponse> {
  return jsonResponse(200, await instanceHoldings(context))
}

async function getDiagnostics(call: Call): Promise<HttpResponse> {
  const diagnostics = await diagnosticsOf(call.context)
  await record(call, { ...INSTANCE, action: 'instance.diagnostics_downloaded' })
  return jsonResponse(200, diagnostics, { 'content-disposition': 'attachment; filename="mishap-diagnostics.json"' })
}
