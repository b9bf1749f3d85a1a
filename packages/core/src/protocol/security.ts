import { AppError } from '../errors.js'
import { parseJson } from './json.js'
import { isRecord, type Raw } from './normalize/salvage.js'

/**
 * The reports that browsers send to `/api/{id}/security/`, as events ready to be normalised.
 * Formats: CSP `report-uri` (https://www.w3.org/TR/CSP2/#violation-reports), the Reporting API's array
 * (https://www.w3.org/TR/reporting-1/), Expect-CT (RFC 9163), HPKP (RFC 7469), Expect-Staple and
 * NEL (https://www.w3.org/TR/network-error-logging/).
 * Entries of a kind that is none of these are left out. Throws `invalid_body` where nothing can be read.
 */
export function securityEvents(
  body: Uint8Array,
  about: {
    readonly environment: string | null
    readonly release: string | null
    /** Of the request; a report may name that of the page it is about. */
    readonly userAgent: string | null
    readonly maxReports: number
  },
): readonly Raw[] {
  let parsed: unknown
  try {
    parsed = parseJson(body)
  } catch (cause) {
    throw new AppError('invalid_body', 'The security report is not JSON.', { cause })
  }
  const reports = Array.isArray(parsed) ? parsed.slice(0, about.maxReports) : [parsed]
  const events: Raw[] = []
  for (const report of reports) {
    const event = isRecord(report) ? eventOf(report, about.userAgent) : null
    if (event === null) continue
    event.user = { ip_address: '{{auto}}' }
    if (about.environment !== null) event.environment = about.environment
    if (about.release !== null) event.release = about.release
    events.push(event)
  }
  if (events.length === 0) {
    throw new AppError('invalid_body', 'Wanted a CSP, Expect-CT, Expect-Staple, HPKP or NEL report; found none.')
  }
  return events
}

type Draft = Record<string, unknown>

function eventOf(report: Raw, userAgent: string | null): Draft | null {
  const agent = text(report.user_agent) ?? userAgent
  if (isRecord(report['csp-report'])) return cspEvent(report['csp-report'], agent)
  if (report.type === 'csp-violation' && isRecord(report.body))
    return cspEvent(fromReportingApi(report.body, report), agent)
  if (isRecord(report['expect-ct-report'])) return hostEvent('Expect-CT', 'expectct', report['expect-ct-report'])
  if (isRecord(report['expect-staple-report']))
    return hostEvent('Expect-Staple', 'expectstaple', report['expect-staple-report'])
  if (report['known-pins'] !== undefined || report['validated-certificate-chain'] !== undefined) {
    return hostEvent('Public key pinning', 'hpkp', report)
  }
  if (report.type === 'network-error' && isRecord(report.body)) return nelEvent(report.body, report)
  return null
}

function cspEvent(csp: Raw, agent: string | null): Draft {
  const documentUrl = text(csp['document-uri'])
  const referrer = text(csp.referrer)
  const directive = text(csp['effective-directive']) ?? text(csp['violated-directive'])?.split(' ')[0]
  const headers: [string, string][] = []
  if (agent) headers.push(['User-Agent', agent])
  if (referrer) headers.push(['Referer', referrer])
  return {
    platform: 'other',
    logger: 'csp',
    level: text(csp.disposition) === 'report' ? 'info' : 'error',
    csp: directive === undefined ? csp : { ...csp, 'effective-directive': directive },
    request: { ...(documentUrl !== null && { url: documentUrl }), headers },
  }
}

/** The Reporting API says in camelCase what `report-uri` says with hyphens. */
function fromReportingApi(body: Raw, envelope: Raw): Raw {
  return {
    'document-uri': body.documentURL ?? envelope.url,
    'blocked-uri': body.blockedURL,
    'effective-directive': body.effectiveDirective,
    'original-policy': body.originalPolicy,
    'source-file': body.sourceFile,
    'script-sample': body.sample,
    'status-code': body.statusCode,
    'line-number': body.lineNumber,
    'column-number': body.columnNumber,
    disposition: body.disposition,
    referrer: body.referrer,
  }
}

function hostEvent(name: string, logger: string, report: Raw): Draft {
  const host = text(report.hostname) ?? 'unknown host'
  return {
    platform: 'other',
    logger,
    level: 'error',
    logentry: { message: `${name} failed for ${host}` },
    fingerprint: [logger, host],
    extra: report,
    request: { url: `https://${host}` },
  }
}

function nelEvent(body: Raw, envelope: Raw): Draft {
  const url = text(envelope.url)
  const kind = text(body.type) ?? 'unknown'
  return {
    platform: 'other',
    logger: 'nel',
    level: 'warning',
    logentry: { message: `Network error: ${kind}` },
    fingerprint: ['nel', kind, hostOf(url) ?? ''],
    extra: body,
    ...(url !== null && { request: { url, method: text(body.method) ?? undefined } }),
  }
}

function hostOf(url: string | null): string | null {
  if (url === null || !URL.canParse(url)) return null
  return new URL(url).host
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}
