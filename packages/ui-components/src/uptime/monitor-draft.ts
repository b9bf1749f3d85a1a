import type { AssertionJson, CronScheduleJson, HttpRequestJson, MonitorInput, MonitorJson } from '@mishap/core/client'
import { isTold, speaksHttp } from './monitor-words.js'

type Type = MonitorJson['monitorType']

/** What the form holds: numbers as they are typed. */
export interface MonitorDraft {
  readonly name: string
  readonly type: Type
  readonly url: string
  readonly interval: number
  readonly timeout: string
  readonly fails: string
  readonly goods: string
  /** Empty for the usual interval. */
  readonly retry: string
  /** Milliseconds; empty for never. */
  readonly slow: string
  readonly certificateDays: string
  readonly expectedStatus: string
  readonly expectedBody: string
  readonly request: HttpRequestJson
  readonly assertions: readonly AssertionJson[]
  readonly recordType: NonNullable<MonitorJson['dns']>['recordType']
  readonly resolver: string
  readonly slug: string
  readonly schedule: CronScheduleJson['schedule']
  readonly timezone: string
  /** Minutes. */
  readonly margin: string
  /** Minutes; empty for however many. */
  readonly maxRuntime: string
  readonly group: string
  /** Between commas. */
  readonly tags: string
  readonly parentID: number | null
  readonly remindEvery: number | null
  /** Id; empty for none. */
  readonly project: string
  readonly isPaused: boolean
}

const USUAL_REQUEST: HttpRequestJson = {
  ...{ method: 'GET', headers: [], body: '', auth: { kind: 'none' }, redirects: 10, verifyTls: true },
}

/** A new one, as it is good for most. */
export function newDraft(type: Type): MonitorDraft {
  return {
    ...{ name: '', type, url: '', interval: type === 'Heartbeat' ? 3600 : 60, timeout: '10', fails: '2', goods: '1' },
    ...{ retry: '15', slow: '', certificateDays: '14', expectedStatus: '200', expectedBody: '' },
    ...{ request: USUAL_REQUEST, recordType: 'A', resolver: '', slug: '', timezone: 'UTC', margin: '5' },
    ...{ maxRuntime: '30', group: '', tags: '', parentID: null, remindEvery: null, project: '', isPaused: false },
    schedule: { type: 'crontab', value: '0 3 * * *' },
    assertions: type === 'HTTP' ? [{ kind: 'status', expected: '2xx' }] : [],
  }
}

/** One that there is, to change it. */
export function draftOf(monitor: Omit<MonitorJson, 'checks'>): MonitorDraft {
  const { dns, cron, request, assertions, group, tags, parentID, remindEvery, isPaused, name, url, interval } = monitor
  const usual = newDraft(monitor.monitorType)
  return {
    ...usual,
    ...{ name, url, interval, group, parentID, remindEvery, isPaused, assertions, tags: tags.join(', ') },
    ...{ timeout: textOf(monitor.timeout), fails: textOf(monitor.confirmationThreshold) },
    ...{ goods: textOf(monitor.recoveryThreshold), retry: textOf(monitor.retryInterval) },
    ...{ slow: textOf(monitor.degradedAfter), certificateDays: textOf(monitor.certificateDays) },
    ...{ expectedStatus: textOf(monitor.expectedStatus), expectedBody: monitor.expectedBody },
    ...{ request: request ?? usual.request, project: monitor.projectID ?? '' },
    ...(dns === null ? {} : { recordType: dns.recordType, resolver: dns.resolver }),
    ...(cron === null
      ? {}
      : {
          ...{ slug: cron.slug, schedule: cron.schedule, timezone: cron.timezone, margin: textOf(cron.margin) },
          maxRuntime: textOf(cron.maxRuntime),
        }),
  }
}

/** A new one like another: what only the server knows is to be typed again. */
export function likeDraft(monitor: Omit<MonitorJson, 'checks'>): MonitorDraft {
  const draft = draftOf(monitor)
  const { auth, headers, ...request } = draft.request
  return {
    ...draft,
    name: `${draft.name} (copy)`.slice(0, 200),
    slug: draft.slug === '' ? '' : `${draft.slug}-copy`,
    request: {
      ...request,
      headers: headers.map(({ name, value }) => ({ name, value: value ?? '' })),
      auth: withoutKept(auth),
    },
  }
}

/** What is sent: without what the type has no use for. */
export function inputOfDraft(draft: MonitorDraft): MonitorInput {
  const { type, request } = draft
  const isHttp = speaksHttp(type)
  const asksText = type === 'GET' || type === 'POST'
  return {
    ...{ name: draft.name.trim(), monitorType: type, url: isTold(type) ? '' : draft.url.trim() },
    expectedStatus: asksText ? numberOf(draft.expectedStatus) : null,
    expectedBody: asksText ? draft.expectedBody : '',
    timeout: isTold(type) ? null : numberOf(draft.timeout),
    ...{ interval: draft.interval, isPaused: draft.isPaused, project: draft.project === '' ? null : draft.project },
    confirmationThreshold: numberOf(draft.fails) ?? 1,
    recoveryThreshold: numberOf(draft.goods) ?? 1,
    retryInterval: isTold(type) ? null : numberOf(draft.retry),
    degradedAfter: isTold(type) ? null : numberOf(draft.slow),
    certificateDays: type === 'SSL' ? numberOf(draft.certificateDays) : null,
    request: isHttp ? { ...request, headers: request.headers.filter(({ name }) => name.trim() !== '') } : null,
    assertions: draft.assertions.filter(({ kind }) => assertionKinds(type).includes(kind)),
    dns: type === 'DNS' ? { recordType: draft.recordType, resolver: draft.resolver.trim() } : null,
    cron:
      type === 'Cron'
        ? {
            ...(draft.slug.trim() === '' ? {} : { slug: draft.slug.trim() }),
            ...{ schedule: draft.schedule, timezone: draft.timezone.trim(), margin: numberOf(draft.margin) ?? 0 },
            maxRuntime: numberOf(draft.maxRuntime),
          }
        : null,
    group: draft.group.trim(),
    tags: [...new Set(draft.tags.split(',').map((tag) => tag.trim()))].filter((tag) => tag !== ''),
    ...{ parentID: draft.parentID, remindEvery: draft.remindEvery },
  }
}

/** What can be said of an answer of a type. */
export function assertionKinds(type: Type): readonly AssertionJson['kind'][] {
  if (speaksHttp(type)) return ['status', 'body', 'json', 'header', 'responseTime']
  if (type === 'DNS') return ['record', 'responseTime']
  return isTold(type) ? [] : ['responseTime']
}

function withoutKept(auth: HttpRequestJson['auth']): HttpRequestJson['auth'] {
  if (auth.kind === 'basic') return { ...auth, password: '' }
  return auth.kind === 'bearer' ? { ...auth, token: '' } : auth
}

function textOf(value: number | null): string {
  return value === null ? '' : String(value)
}

/** Null for what is empty; what is no number is left to the server to refuse. */
function numberOf(text: string): number | null {
  return text.trim() === '' ? null : Number(text)
}
