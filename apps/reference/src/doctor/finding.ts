import type { Settings } from '../env.js'

/** One thing that was looked at. A warning is worth a thought; with a failure the server does not do its work. */
export interface Finding {
  readonly name: string
  readonly status: 'ok' | 'warning' | 'failed'
  readonly message: string
  /** What to do about it; null where all is well, or where the message says so. */
  readonly fix: string | null
}

export type Check = (settings: Settings) => Promise<readonly Finding[]>

export function ok(name: string, message: string): Finding {
  return { name, status: 'ok', message, fix: null }
}

export function warning(name: string, message: string, fix: string): Finding {
  return { name, status: 'warning', message, fix }
}

export function failed(name: string, message: string, fix: string | null): Finding {
  return { name, status: 'failed', message, fix }
}
