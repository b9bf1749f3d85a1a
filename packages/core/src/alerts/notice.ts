import type { AlertTrigger } from '../ports/alerts.js'
import type { Id } from '../ports/model.js'

/** What there is to tell, once, in words that every channel can show. Names come from people and events: each channel escapes. */
export type Notice = IssueNotice | MonitorNotice | LimitNotice | ChannelNotice | ClosedNotice | TestNotice

/** Why something is told of: what happened, or that so many events or users were reached. */
export type NoticeTrigger = AlertTrigger | 'events' | 'users'

export interface IssueNotice {
  readonly kind: 'issues'
  /** Null of messages that tell of several things. */
  readonly trigger: NoticeTrigger | null
  /** All of them; `issues` has those that are shown. */
  readonly count: number
  readonly issues: readonly NoticedIssue[]
  /** Of the project. */
  readonly url: string
  readonly project: string
}

export interface NoticedIssue {
  readonly id: Id
  /** The same for everything that is told of the issue, and of no other issue of any server. */
  readonly key: string
  readonly title: string
  readonly culprit: string
  readonly level: string
  /** Of its life. */
  readonly events: number
  readonly users: number
  readonly url: string
  readonly shortId: string
  readonly project: string
  readonly facts: readonly NoticeFact[]
}

/** Such as an environment or a tag. */
export interface NoticeFact {
  readonly label: string
  readonly value: string
  /** Fits beside another one. */
  readonly isShort: boolean
}

export interface MonitorNotice {
  readonly kind: 'monitor'
  readonly change: 'down' | 'degraded' | 'recovered' | 'reminder' | 'certificate' | 'check_in'
  readonly id: Id
  readonly key: string
  readonly name: string
  /** What is watched; empty for what reports by itself. */
  readonly target: string
  /** In words; empty where there is nothing to say. */
  readonly cause: string
  /** Where it is looked at. */
  readonly url: string
}

/** Events of a project are refused, or about to be. */
export interface LimitNotice {
  readonly kind: 'limits'
  readonly trigger: 'quota' | 'spike'
  readonly key: string
  readonly project: string
  /** In words; empty where there is nothing to say. */
  readonly cause: string
  readonly url: string
}

/** That alerts do not get through by mail, or do again: by mail nobody could be told. */
export interface ChannelNotice {
  readonly kind: 'channel'
  readonly news: 'failing' | 'working'
  readonly key: string
  readonly organization: string
  /** What the mail server said; empty where it works. */
  readonly cause: string
  /** Of the alerts. */
  readonly url: string
}

/** For channels that keep something open until it is over: an issue is resolved, or a monitor well again. */
export interface ClosedNotice {
  readonly kind: 'closed'
  readonly key: string
  readonly title: string
  readonly url: string
}

export interface TestNotice {
  readonly kind: 'test'
  readonly project: string
}

/** GlitchTip's red for issues, as consumers of its webhook know it. */
export const ISSUE_COLOR = 0xe5_2b_50

export const TEST_TITLE = 'Test notification'

export function testText({ project }: TestNotice): string {
  return `Test notification for project ${project}. Your alert recipient is configured correctly.`
}

/** What is told of something else than issues, for channels that show a heading, a name and a sentence. */
export interface Words {
  readonly heading: string
  readonly name: string
  readonly text: string
  /** Empty where there is nothing to say. */
  readonly cause: string
  readonly url: string
  readonly tone: 'bad' | 'warn' | 'good'
  readonly action: string
}

/** GlitchTip's sentences, and ours in their voice. */
export function wordsOf(notice: MonitorNotice | LimitNotice | ChannelNotice | ClosedNotice): Words {
  const { url } = notice
  if (notice.kind === 'closed')
    return {
      ...{ heading: 'Mishap Alert', name: notice.title, text: 'It is over.', cause: '', url, tone: 'good' },
      action: 'View',
    }
  if (notice.kind === 'channel') {
    const [text, tone] = MAIL_TEXTS[notice.news]
    const name = `Mails of ${notice.organization}`
    return { heading: 'Mishap Alert', name, text, cause: notice.cause, url, tone, action: 'View Alerts' }
  }
  if (notice.kind === 'limits') {
    const [text, tone] = LIMIT_TEXTS[notice.trigger]
    return {
      heading: 'Mishap Limits Alert',
      name: notice.project,
      text,
      cause: notice.cause,
      url,
      tone,
      action: 'View',
    }
  }
  const [text, tone] = MONITOR_TEXTS[notice.change]
  const { name, cause } = notice
  return { heading: 'Mishap Uptime Alert', name, text, cause, url, tone, action: 'View Monitor' }
}

const MONITOR_TEXTS: Readonly<Record<MonitorNotice['change'], readonly [text: string, tone: Words['tone']]>> = {
  down: ['The monitored site has gone down.', 'bad'],
  degraded: ['The monitored site answers slowly.', 'warn'],
  recovered: ['The monitored site is back up.', 'good'],
  reminder: ['The monitored site is still down.', 'bad'],
  certificate: ['The certificate of the monitored site ends soon.', 'warn'],
  check_in: ['A check-in is missing, or told of a failure.', 'bad'],
}

const MAIL_TEXTS: Readonly<Record<ChannelNotice['news'], readonly [text: string, tone: Words['tone']]>> = {
  failing: ['Alerts do not get through by mail.', 'bad'],
  working: ['Alerts get through by mail again.', 'good'],
}

const LIMIT_TEXTS: Readonly<Record<LimitNotice['trigger'], readonly [text: string, tone: Words['tone']]>> = {
  quota: ['The project has reached its quota: further events are refused.', 'bad'],
  spike: ['The project sends far more events than usual: some of them are refused.', 'warn'],
}

const TRIGGER_TEXTS: Readonly<Partial<Record<NoticeTrigger, string>>> = {
  new_issue: 'New issue',
  regression: 'Came back after it was resolved',
  escalation: 'Far more events than usual',
  events: 'Reached its number of events',
  users: 'Reached its number of users',
}

/** In words; empty where there is nothing to say. */
export function triggerText(trigger: NoticeTrigger | null): string {
  return (trigger === null ? undefined : TRIGGER_TEXTS[trigger]) ?? ''
}

/** ` (5 issues)`; empty for one. */
export function countText(count: number): string {
  return count > 1 ? ` (${count} issues)` : ''
}
