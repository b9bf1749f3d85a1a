import { oneLine } from '../../mail/escape.js'
import type { Excerpt, MailItem, MailParts } from '../../mail/parts.js'
import {
  type ChannelNotice,
  type ClosedNotice,
  type IssueNotice,
  type LimitNotice,
  type MonitorNotice,
  type Notice,
  type NoticedIssue,
  TEST_TITLE,
  testText,
  triggerText,
  wordsOf,
} from '../notice.js'

export type MailedNotice = Exclude<Notice, ChannelNotice | ClosedNotice>

const SUBJECTS: Readonly<Record<MonitorNotice['change'], string>> = {
  down: 'is down',
  degraded: 'is slow',
  recovered: 'is back up',
  reminder: 'is still down',
  certificate: 'has a certificate that ends soon',
  check_in: 'missed a check-in',
}
const LIMIT_SUBJECTS = { quota: 'has reached its quota', spike: 'sends far more than usual' } as const
const MAX_VALUE = 300

/** `excerpts` by the ids of issues. */
export function mailParts(notice: MailedNotice, excerpts: ReadonlyMap<string, Excerpt>): MailParts {
  if (notice.kind === 'issues') return ofIssues(notice, excerpts)
  if (notice.kind === 'test') {
    const item = { title: TEST_TITLE, url: '', lines: [testText(notice)], action: '' }
    const subject = `${TEST_TITLE} of ${notice.project}`
    return { subject, heading: oneLine(notice.project), tone: 'good', items: [item] }
  }
  return ofWords(notice)
}

function ofIssues(notice: IssueNotice, excerpts: ReadonlyMap<string, Excerpt>): MailParts {
  const { count, issues, project, url, trigger } = notice
  const [first] = issues
  const why = triggerText(trigger)
  const subject = count === 1 ? `Error in ${project}: ${first?.title ?? ''}` : `${count} errors reported in ${project}`
  return {
    ...{ subject, heading: oneLine(count === 1 ? why || `Error in ${project}` : subject), tone: 'bad' },
    items: issues.map((issue) => itemOf(issue, excerpts.get(issue.id) ?? null)),
    ...{ others: Math.max(0, count - issues.length), links: [{ text: `All issues of ${oneLine(project)}`, url }] },
  }
}

function itemOf(issue: NoticedIssue, excerpt: Excerpt | null): MailItem {
  const { title, culprit, url, shortId, level, events, users, facts, project } = issue
  const labelled = [
    { label: 'Issue', value: shortId },
    { label: 'Project', value: project },
    { label: 'Level', value: level },
    ...facts,
    { label: 'Events', value: String(events) },
    { label: 'Users', value: users === 0 ? '' : String(users) },
  ].map(({ label, value }) => ({ label: oneLine(label).slice(0, 40), value: oneLine(value).slice(0, MAX_VALUE) }))
  return {
    ...{ title: oneLine(title), url, lines: culprit === '' ? [] : [oneLine(culprit)] },
    facts: labelled.filter(({ value }) => value !== ''),
    ...{ excerpt, action: `See ${shortId}` },
  }
}

function ofWords(notice: MonitorNotice | LimitNotice): MailParts {
  const { name, text, cause, url, tone, action } = wordsOf(notice)
  const isMonitor = notice.kind === 'monitor'
  const facts = [
    { label: 'Watched', value: isMonitor ? oneLine(notice.target) : '' },
    { label: 'Why', value: oneLine(cause) },
  ]
  const item = {
    ...{ title: oneLine(name), url, lines: [text], facts: facts.filter(({ value }) => value !== '') },
    action: action === 'View' ? 'See the project' : 'See what was found',
  }
  const says = isMonitor ? SUBJECTS[notice.change] : LIMIT_SUBJECTS[notice.trigger]
  const heading = oneLine(`${name} ${says}`)
  return { subject: `${name} ${says}`, heading, tone, items: [item] }
}
