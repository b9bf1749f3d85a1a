import type { IncidentQuery } from '@mishap/core/client'

export interface IncidentParams {
  readonly status: 'all' | 'open' | 'resolved'
  /** Id of a monitor; empty for all of them. */
  readonly monitor: string
  readonly cursor: string | null
}

/** Of the address of the list; what cannot be is as if it were not there. */
export function decodeIncidents(search: string): IncidentParams {
  const params = new URLSearchParams(search)
  const [status, monitor] = [params.get('status'), params.get('monitor') ?? '']
  return {
    status: status === 'open' || status === 'resolved' ? status : 'all',
    monitor: /^\d{1,15}$/.test(monitor) ? monitor : '',
    cursor: params.get('cursor') || null,
  }
}

/** With its question mark; empty where nothing is chosen. */
export function encodeIncidents({ status, monitor, cursor }: IncidentParams): string {
  const params = new URLSearchParams()
  if (status !== 'all') params.set('status', status)
  if (monitor !== '') params.set('monitor', monitor)
  if (cursor !== null) params.set('cursor', cursor)
  return params.size === 0 ? '' : `?${params}`
}

export function incidentQuery({ status, monitor, cursor }: IncidentParams): IncidentQuery {
  return {
    ...(status === 'all' ? {} : { status }),
    ...(monitor === '' ? {} : { monitor: Number(monitor) }),
    cursor,
    limit: 25,
  }
}
