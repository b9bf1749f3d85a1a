import { type MonitorNotice, type Notice, type NoticedIssue, testText, triggerText, wordsOf } from '../notice.js'
import { brief, type Channel, jsonRequest, wordOf } from './channel.js'

/** https://docs.opsgenie.com/docs/alert-api#create-alert */
const BOUNDS = { message: 130, line: 3000, detail: 700, entity: 512 } as const

interface Alarm {
  readonly key: string
  readonly priority: 'P1' | 'P2' | 'P3' | 'P4' | 'P5'
  readonly message: string
  readonly lines: readonly string[]
  readonly entity: string
  readonly details: Readonly<Record<string, string>>
}

type Step = { readonly alias: string; readonly alarm: Alarm | null }

/** An alert for each issue and each monitor, which is closed when that is over. */
export const opsgenie: Channel = {
  ...{ shown: 100, closes: true },
  requests: (notice, { config }, { id }) => {
    const host = wordOf(config, 'region') === 'eu' ? 'api.eu.opsgenie.com' : 'api.opsgenie.com'
    const headers = { authorization: `GenieKey ${wordOf(config, 'apiKey')}` }
    const [first, ...others] = stepsOf(notice, id).map(({ alias, alarm }) => {
      const alerts = `https://${host}/v2/alerts`
      if (alarm !== null) return jsonRequest(alerts, create(alarm), headers)
      const close = `${alerts}/${encodeURIComponent(alias)}/close?identifierType=alias`
      return jsonRequest(close, { source: 'Mishap', note: 'It is over.' }, headers)
    })
    if (first === undefined) throw new Error('Wanted something to tell, found nothing')
    return [first, ...others]
  },
}

function stepsOf(notice: Notice, id: string): readonly Step[] {
  const open = (alarm: Alarm) => ({ alias: alarm.key, alarm })
  switch (notice.kind) {
    case 'issues':
      return notice.issues.map((issue) => open(ofIssue(issue, triggerText(notice.trigger))))
    case 'monitor':
      return [notice.change === 'recovered' ? { alias: notice.key, alarm: null } : open(ofMonitor(notice))]
    case 'channel':
    case 'limits': {
      if (notice.kind === 'channel' && notice.news === 'working') return [{ alias: notice.key, alarm: null }]
      const { name, text, cause, url } = wordsOf(notice)
      const more = { lines: [text, cause, url], entity: name, details: {} }
      return [open({ key: notice.key, priority: 'P3', message: `${name}: ${text}`, ...more })]
    }
    case 'closed':
      return [{ alias: notice.key, alarm: null }]
    case 'test': {
      // Nobody is to be woken up by a trial: what it opens it closes.
      const test = {
        priority: 'P5',
        message: testText(notice),
        lines: [],
        entity: notice.project,
        details: {},
      } as const
      return [open({ ...test, key: id }), { alias: id, alarm: null }]
    }
  }
}

function ofIssue({ key, title, culprit, level, url, shortId, project, facts }: NoticedIssue, why: string): Alarm {
  return {
    ...{ key, priority: level === 'fatal' ? 'P1' : 'P3', message: `${shortId}: ${title}`, entity: project },
    lines: [title, culprit, why, url],
    details: Object.fromEntries(facts.map(({ label, value }) => [label, value])),
  }
}

function ofMonitor(notice: MonitorNotice): Alarm {
  const { name, text, cause, url, tone } = wordsOf(notice)
  return {
    ...{ key: notice.key, priority: tone === 'bad' ? 'P1' : 'P3', message: `${name}: ${text}` },
    ...{ lines: [text, cause, url], entity: notice.target || name, details: {} },
  }
}

function create({ key, priority, message, lines, entity, details }: Alarm) {
  const told = Object.entries(details).map(([name, value]) => [brief(name, 60), brief(value, BOUNDS.detail)])
  return {
    ...{ message: brief(message, BOUNDS.message) || 'Mishap', alias: key, priority, source: 'Mishap' },
    description: lines
      .filter((line) => line !== '')
      .map((line) => brief(line, BOUNDS.line))
      .join('\n'),
    ...{ entity: brief(entity, BOUNDS.entity), details: Object.fromEntries(told.slice(0, 10)) },
  }
}
