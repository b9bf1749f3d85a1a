import { type MonitorNotice, type Notice, type NoticedIssue, testText, triggerText, wordsOf } from '../notice.js'
import { brief, type Channel, type ChannelRequest, jsonRequest, wordOf } from './channel.js'

/** https://developer.pagerduty.com/docs/send-alert-event */
const BOUNDS = { summary: 1024, source: 200, detail: 1000 } as const

type Severity = 'critical' | 'error' | 'warning' | 'info'

interface Alarm {
  readonly key: string
  readonly severity: Severity
  readonly summary: string
  readonly source: string
  readonly url: string
  readonly details: Readonly<Record<string, string>>
}

/** An incident for each issue and each monitor, which is resolved when that is. */
export const pagerduty: Channel = {
  ...{ shown: 100, closes: true },
  requests: (notice, { config }, { id }) => {
    const host = wordOf(config, 'region') === 'eu' ? 'events.eu.pagerduty.com' : 'events.pagerduty.com'
    const [first, ...others] = eventsOf(notice, id).map(
      (event): ChannelRequest =>
        jsonRequest(`https://${host}/v2/enqueue`, { routing_key: wordOf(config, 'routingKey'), ...event }),
    )
    if (first === undefined) throw new Error('Wanted something to tell, found nothing')
    return [first, ...others]
  },
}

function eventsOf(notice: Notice, id: string): readonly object[] {
  switch (notice.kind) {
    case 'issues':
      return notice.issues.map((issue) => trigger(ofIssue(issue, triggerText(notice.trigger))))
    case 'monitor':
      return [notice.change === 'recovered' ? resolve(notice.key) : trigger(ofMonitor(notice))]
    case 'channel':
    case 'limits': {
      if (notice.kind === 'channel' && notice.news === 'working') return [resolve(notice.key)]
      const { name, text, cause, url } = wordsOf(notice)
      const details = { cause }
      return [
        trigger({ key: notice.key, severity: 'warning', summary: `${name}: ${text}`, source: name, url, details }),
      ]
    }
    case 'closed':
      return [resolve(notice.key)]
    case 'test': {
      // Nobody is to be woken up by a trial: what it opens it closes.
      const test = { severity: 'info', source: notice.project, url: '', details: {} } as const
      return [trigger({ ...test, key: id, summary: testText(notice) }), resolve(id)]
    }
  }
}

function ofIssue(
  { key, title, culprit, level, url, shortId, project, facts, events }: NoticedIssue,
  why: string,
): Alarm {
  const labelled = facts.map(({ label, value }) => [label, value] as const)
  return {
    ...{ key, url, severity: severityOf(level), source: project, summary: `${shortId}: ${title}` },
    details: { issue: shortId, culprit, reason: why, events: String(events), ...Object.fromEntries(labelled) },
  }
}

function ofMonitor(notice: MonitorNotice): Alarm {
  const { name, text, cause, url, tone } = wordsOf(notice)
  return {
    ...{ key: notice.key, url, severity: tone === 'bad' ? 'critical' : 'warning', source: notice.target || name },
    ...{ summary: `${name}: ${text}`, details: { cause } },
  }
}

function severityOf(level: string): Severity {
  if (level === 'fatal') return 'critical'
  if (level === 'warning') return 'warning'
  return level === 'info' || level === 'debug' ? 'info' : 'error'
}

function trigger({ key, severity, summary, source, url, details }: Alarm) {
  const told = Object.entries(details).filter(([, value]) => value !== '')
  return {
    ...{ event_action: 'trigger', dedup_key: key, client: 'Mishap' },
    payload: {
      ...{ summary: brief(summary, BOUNDS.summary), source: brief(source, BOUNDS.source) || 'Mishap', severity },
      custom_details: Object.fromEntries(told.map(([name, value]) => [brief(name, 60), brief(value, BOUNDS.detail)])),
    },
    ...(url === '' ? {} : { client_url: url, links: [{ href: url, text: 'See it in Mishap' }] }),
  }
}

function resolve(key: string) {
  return { event_action: 'resolve', dedup_key: key }
}
