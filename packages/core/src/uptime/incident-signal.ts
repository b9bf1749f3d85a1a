import type { IncidentSignal } from '../ports/incidents.js'
import type { CheckReason, Monitor, MonitorCheck, Telling } from '../ports/monitors.js'

const WORDS: Readonly<Record<CheckReason, string>> = {
  unknown: 'It could not be checked',
  timeout: 'No answer in time',
  wrong_status: 'Another status than expected',
  wrong_body: 'Another answer than expected',
  tls: 'Its certificate is not good',
  network: 'It cannot be reached',
  certificate_expires: 'Its certificate ends soon',
  no_heartbeat: 'No heartbeat came in time',
  wrong_header: 'Another header than expected',
  too_slow: 'The answer took too long',
  wrong_record: 'Another record than expected',
  no_check_in: 'A run did not begin in time',
  job_failed: 'A run has failed',
  job_too_long: 'A run has not ended in time',
  told_down: 'It says that it is down',
}

/** What a check in words has found, for people. */
function causeOf(check: MonitorCheck): string {
  if (check.detail !== '') return check.detail
  return check.reason === null ? '' : WORDS[check.reason]
}

const KINDS: Readonly<Record<Telling, IncidentSignal['kind'] | null>> = {
  ...{ none: null, reminder: null },
  ...{ down: 'down', degraded: 'degraded', recovered: 'up' },
}

/** What a check of which this is told means for the incidents of its monitor; null for nothing. */
export function signalOf(monitor: Pick<Monitor, 'name'>, check: MonitorCheck, telling: Telling): IncidentSignal | null {
  const kind = KINDS[telling]
  if (kind === null) return null
  const title = kind === 'down' ? `${monitor.name} is down` : `${monitor.name} is slow`
  const slow = check.responseMs === null ? '' : `An answer took ${check.responseMs} ms`
  return { kind, title, cause: kind === 'degraded' ? causeOf(check) || slow : causeOf(check) }
}
