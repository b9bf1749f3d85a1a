/** What became of a request, in words, and what to do about it where it was refused. */
export interface OutcomeText {
  readonly title: string
  /** Null where nothing has to be done. */
  readonly remedy: string | null
}

const FILTER = 'An inbound filter of the project is set so. Change it in the settings of the project.'

const REASONS: Readonly<Record<string, OutcomeText>> = {
  no_key: {
    title: 'It named no key',
    remedy: 'The SDK was started without a DSN, or a proxy cut the query and the X-Sentry-Auth header off.',
  },
  malformed_key: {
    title: 'Its key is not a key',
    remedy: 'The DSN was cut or changed on its way into the configuration. Copy the whole DSN of this project.',
  },
  unknown_key: {
    title: 'There is no such key',
    remedy: 'The DSN belongs to another server, or its key was deleted. Copy the DSN of this project.',
  },
  wrong_project: {
    title: 'The key belongs to another project',
    remedy: 'The number at the end of the DSN was changed, or two DSNs were mixed. Copy the DSN of this project.',
  },
  disabled_key: {
    title: 'The key is switched off',
    remedy: 'Switch it on in the settings of the project, or use another key.',
  },
  not_accepting: {
    title: 'The organization takes no events at present',
    remedy: 'An owner of the organization can let it take events again.',
  },
  throttled: {
    title: 'The project is throttled',
    remedy: 'Lower the throttle rate in the settings of the project or of the organization.',
  },
  key_rate: {
    title: 'Over the rate limit of the key',
    remedy: 'It is taken again when the window has passed; raise the limit of the key if this is your usual load.',
  },
  project_rate: {
    title: 'Over the rate limit of the project',
    remedy: 'It is taken again when the window has passed; raise the limit under Limits if this is your usual load.',
  },
  organization_rate: {
    title: 'Over the rate limit of the organization',
    remedy: 'All its projects share this limit. A manager can raise it in the settings of the organization.',
  },
  spike: {
    title: 'Sampled, for the project sends far more than it usually does',
    remedy: 'A part of its requests is still taken. If this is no mistake of the app, switch the spike guard off.',
  },
  disk_full: {
    title: 'The server is short of disk space',
    remedy: 'Make room on the disk of the server: it takes requests again by itself. `mishap doctor` names the marks.',
  },
  buffer_full: {
    title: 'Too much is waiting to be stored',
    remedy: 'The server will catch up by itself; if it does not, its database is away. See the log of the server.',
  },
  unavailable: {
    title: 'The server could not look the key up',
    remedy: 'Its database is away at present. See the log of the server.',
  },
  too_large: {
    title: 'It is larger than the limit',
    remedy: 'Send less with each event: fewer attachments, shorter extra data, a smaller maxValueLength.',
  },
  invalid_body: {
    title: 'Its body could not be read',
    remedy:
      'It is neither an envelope nor an event. A proxy may have changed the body, or inflated it and kept the header.',
  },
  invalid_json: {
    title: 'An item of it is not JSON',
    remedy: 'The SDK, or a hook in it such as beforeSend, wrote something that JSON does not know.',
  },
  not_stored: {
    title: 'It held nothing that is kept',
    remedy: 'Transactions, spans and logs arrive, but are not kept. The connection works: now send an error.',
  },
  'browser-extensions': { title: 'Left out: a browser extension', remedy: FILTER },
  localhost: { title: 'Left out: a page on localhost', remedy: FILTER },
  'legacy-browsers': { title: 'Left out: a legacy browser', remedy: FILTER },
  'web-crawlers': { title: 'Left out: a web crawler', remedy: FILTER },
  'filtered-transaction': { title: 'Left out: a health check', remedy: FILTER },
  'error-message': { title: 'Left out by its error message', remedy: FILTER },
  'release-version': { title: 'Left out by its release', remedy: FILTER },
  'ip-address': { title: 'Left out by the address of its sender', remedy: FILTER },
  empty: {
    title: 'A feedback without a word in it',
    remedy: 'The form of the app lets people send it empty. Ask for a message there.',
  },
  no_event: {
    title: 'A feedback that names no event',
    remedy: 'Give the id of the event with it, as the SDK does that shows the dialog.',
  },
  no_monitor: {
    title: 'A check-in that names no monitor',
    remedy: 'Give the slug of the monitor where the job is wrapped.',
  },
  unknown_status: {
    title: 'A check-in with a status that is none',
    remedy: 'The statuses are in_progress, ok and error.',
  },
  no_release: {
    title: 'A session without a release',
    remedy: 'Set the release where the SDK is started: release health is counted by it.',
  },
  timestamp: {
    title: 'A session at a time that cannot be',
    remedy: 'The clock of the sender is wrong, or its SDK wrote no date.',
  },
  too_many: {
    title: 'It held more than is read of one request',
    remedy: 'Send fewer items at once. The limits are settings of the server.',
  },
  before_store: {
    title: 'A hook of this server dropped it',
    remedy: 'The host of Mishap passes beforeStore to it, which answered null.',
  },
  internal: { title: 'The server failed', remedy: 'This is a fault of the server. Its log says more.' },
}

const OUTCOMES: Readonly<Record<string, OutcomeText>> = {
  accepted: { title: 'Accepted', remedy: null },
  filtered: { title: 'Left out', remedy: 'The reason is not known to this page; the log of the server may say more.' },
  rate_limited: { title: 'Too many requests', remedy: 'SDKs wait by themselves and go on later.' },
  client_discard: { title: 'The SDK dropped it itself', remedy: 'Look at sampling and at hooks in the SDK.' },
  invalid: { title: 'Refused', remedy: 'The log of the server says more.' },
}

const WITHOUT_EVENT: OutcomeText = {
  title: 'Accepted, without an error in it',
  remedy: 'The connection works. Now send an error: only errors become issues.',
}

const UNKNOWN: OutcomeText = { title: 'Refused', remedy: null }

/**
 * `outcome`, `reason` and `items` as in an `ingest.outcome` message; those of a newer server are answered as well.
 * A request that was taken without an event in it says what is missing.
 */
export function describeOutcome(outcome: string, reason: string, items: readonly string[] = []): OutcomeText {
  const hasEvent = items.length === 0 || items.includes('event')
  if (outcome === 'accepted' && !hasEvent) return WITHOUT_EVENT
  return own(REASONS, reason) ?? own(OUTCOMES, outcome) ?? UNKNOWN
}

function own(table: Readonly<Record<string, OutcomeText>>, name: string): OutcomeText | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined
}
