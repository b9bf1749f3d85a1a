import type { DeliveryJson, DeliveryQuery } from '@mishap/core/client'

/** All that the address of the log says. */
export interface LogParams {
  readonly state: DeliveryJson['state'] | null
  /** Slug; empty for all. */
  readonly project: string
  /** Id of a rule; empty for all. */
  readonly alert: string
  readonly cursor: string | null
}

export const LOG_STATES = [
  'pending',
  'sent',
  'failed',
  'superseded',
] as const satisfies readonly DeliveryJson['state'][]

/** Of the address; what cannot be is as if it were not there. */
export function decodeLog(search: string): LogParams {
  const params = new URLSearchParams(search)
  const alert = params.get('alert') ?? ''
  return {
    state: LOG_STATES.find((one) => one === params.get('state')) ?? null,
    project: (params.get('project') ?? '').slice(0, 200),
    alert: /^\d{1,15}$/.test(alert) ? alert : '',
    cursor: params.get('cursor') || null,
  }
}

/** With its question mark; empty where nothing is chosen. */
export function encodeLog({ state, project, alert, cursor }: LogParams): string {
  const params = new URLSearchParams()
  if (state !== null) params.set('state', state)
  if (project !== '') params.set('project', project)
  if (alert !== '') params.set('alert', alert)
  if (cursor !== null) params.set('cursor', cursor)
  return params.size === 0 ? '' : `?${params}`
}

export function logQuery({ state, project, alert }: LogParams): DeliveryQuery & { readonly limit: number } {
  return {
    ...(state === null ? {} : { state }),
    ...(project === '' ? {} : { project }),
    ...(alert === '' ? {} : { alert: Number(alert) }),
    limit: 25,
  }
}
