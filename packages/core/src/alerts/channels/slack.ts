import { countText, type Notice, type NoticedIssue, TEST_TITLE, testText, triggerText, wordsOf } from '../notice.js'
import { brief, type Channel, jsonRequest } from './channel.js'

/** https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks */
export const slack: Channel = {
  shown: 10,
  requests: (notice, { url }) => [jsonRequest(url, { ...slackMessage(notice), ...QUIET })],
}

/** Nothing that an event holds is looked up by Slack. */
export const QUIET = { unfurl_links: false, unfurl_media: false } as const

/** Of Slack's Block Kit: https://docs.slack.dev/reference/block-kit/blocks */
const BOUNDS = { blocks: 50, text: 3000, header: 150, fallback: 500 } as const

export type SlackBlock = Readonly<Record<string, unknown>> & { readonly type: string }

export interface SlackMessage {
  /** For notifications. */
  readonly text: string
  readonly blocks: readonly SlackBlock[]
}

/** `below` is what stands below each issue. Texts are parts of their own, in which Slack reads no mark-up and no mentions. */
export function slackMessage(notice: Notice, below: (issue: NoticedIssue) => readonly SlackBlock[] = () => []) {
  const { heading, lines, blocks } = partsOf(notice, below)
  return {
    text: brief([heading, ...lines].join(': '), BOUNDS.fallback).replace(/[&<>]/g, (letter) => ESCAPES[letter] ?? ''),
    blocks: [headerOf(heading), ...blocks].slice(0, BOUNDS.blocks),
  } satisfies SlackMessage
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }

function partsOf(notice: Notice, below: (issue: NoticedIssue) => readonly SlackBlock[]) {
  if (notice.kind === 'test')
    return { heading: TEST_TITLE, lines: [testText(notice)], blocks: [textOf([plain(testText(notice))])] }
  if (notice.kind !== 'issues') {
    const { heading, name, text, cause, url } = wordsOf(notice)
    const said = [link(name, url), plain(`\n${text}`), ...(cause === '' ? [] : [plain(`\n${cause}`)])]
    return { heading, lines: [name, text], blocks: [textOf(said)] }
  }
  const others = notice.count - notice.issues.length
  const more = [plain(`And ${others} more: `), link(`all issues of ${notice.project}`, notice.url)]
  return {
    heading: `Mishap Alert${countText(notice.count)}`,
    lines: notice.issues.slice(0, 1).map(({ title }) => title),
    blocks: [
      ...notice.issues.flatMap((issue) => [textOf(issueTexts(issue, triggerText(notice.trigger))), ...below(issue)]),
      ...(others > 0 ? [textOf(more)] : []),
    ],
  }
}

function issueTexts({ shortId, title, culprit, url, project, facts, events, users }: NoticedIssue, why: string) {
  const counts = [`${events} ${events === 1 ? 'event' : 'events'}`, ...(users > 0 ? [`${users} users`] : [])]
  const labelled = [project, ...facts.map(({ label, value }) => `${label}: ${brief(value, 200)}`), ...counts]
  return [
    link(title, url),
    ...(culprit === '' ? [] : [plain(`\n${brief(culprit, 500)}`)]),
    plain(`\n${[shortId, ...(why === '' ? [] : [why]), ...labelled].join(' · ')}`, { italic: true }),
  ]
}

function headerOf(text: string): SlackBlock {
  return { type: 'header', text: { type: 'plain_text', text: brief(text, BOUNDS.header), emoji: false } }
}

/** https://docs.slack.dev/reference/block-kit/blocks/rich-text-block */
function textOf(elements: readonly object[]): SlackBlock {
  return { type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] }
}

function plain(text: string, style?: { readonly italic: true }) {
  const cut = text.length > BOUNDS.text / 3 ? `${text.slice(0, BOUNDS.text / 3 - 1)}…` : text
  return { type: 'text', text: cut, ...(style === undefined ? {} : { style }) }
}

function link(text: string, url: string) {
  return { type: 'link', url, text: brief(text, 500) || url, style: { bold: true } }
}
