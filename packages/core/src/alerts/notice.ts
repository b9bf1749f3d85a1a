/** What there is to tell, once, in words that every channel can show. Names come from people and events: each channel escapes. */
export type Notice = IssueNotice | MonitorNotice | TestNotice

export interface IssueNotice {
  readonly kind: 'issues'
  /** All of them; `issues` has those that are shown. */
  readonly count: number
  readonly issues: readonly NoticedIssue[]
  /** Of the project. */
  readonly url: string
  readonly project: string
}

export interface NoticedIssue {
  readonly title: string
  readonly culprit: string
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
  readonly change: 'down' | 'degraded' | 'recovered' | 'reminder'
  readonly name: string
  /** What is watched; empty for what reports by itself. */
  readonly target: string
  /** In words; empty where there is nothing to say. */
  readonly cause: string
  /** Where it is looked at. */
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

const MONITOR_TEXTS: Readonly<Record<MonitorNotice['change'], string>> = {
  down: 'The monitored site has gone down.',
  degraded: 'The monitored site answers slowly.',
  recovered: 'The monitored site is back up.',
  reminder: 'The monitored site is still down.',
}

/** GlitchTip's sentences, and ours in their voice. */
export function monitorText({ change }: MonitorNotice): string {
  return MONITOR_TEXTS[change]
}

/** ` (5 issues)`; empty for one. */
export function countText(count: number): string {
  return count > 1 ? ` (${count} issues)` : ''
}
