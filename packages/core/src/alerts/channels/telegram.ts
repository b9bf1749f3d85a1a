import { asHtml } from '../../mail/escape.js'
import { countText, type Notice, type NoticedIssue, TEST_TITLE, testText, triggerText, wordsOf } from '../notice.js'
import { brief, type Channel, fitting, jsonOf, jsonRequest, wordOf } from './channel.js'

/** https://core.telegram.org/bots/api#sendmessage: so many characters, of which tags are not even counted. */
const MAX = 4096
/** Of what is known of an issue: it fits, and beside it others. */
const FACTS = 1000
const SECOND_MS = 1000

export const telegram: Channel = {
  shown: 10,
  requests: (notice, { config }) => {
    const threadId = wordOf(config, 'threadID')
    const body = {
      ...{ chat_id: wordOf(config, 'chatID'), text: textOf(notice), parse_mode: 'HTML' },
      link_preview_options: { is_disabled: true },
      ...(threadId === '' ? {} : { message_thread_id: Number(threadId) }),
    }
    return [jsonRequest(`https://api.telegram.org/bot${wordOf(config, 'botToken')}/sendMessage`, body)]
  },
  /** https://core.telegram.org/bots/api#responseparameters */
  read: (answer) => {
    const said = jsonOf(answer) as { parameters?: { retry_after?: unknown } } | null
    const seconds = Number(said?.parameters?.retry_after)
    return Number.isFinite(seconds) && seconds > 0 ? { waitMs: seconds * SECOND_MS } : {}
  },
}

/** Whole parts, as many as there is room for. */
function textOf(notice: Notice): string {
  const [head = '', ...parts] = partsOf(notice)
  let text = head
  for (const part of parts) {
    if (text.length + part.length + 2 > MAX) break
    text = `${text}\n\n${part}`
  }
  return text
}

function partsOf(notice: Notice): readonly string[] {
  if (notice.kind === 'test') return [`<b>${TEST_TITLE}</b>`, html(testText(notice), 1000)]
  if (notice.kind !== 'issues') {
    const { heading, name, text, cause, url } = wordsOf(notice)
    const lines = [link(name, url), text, html(cause, 500)].filter((line) => line !== '')
    return [`<b>${heading}</b>`, lines.join('\n')]
  }
  const others = notice.count - notice.issues.length
  return [
    `<b>Mishap Alert${countText(notice.count)}</b>`,
    ...(others > 0 ? [`And ${others} more: ${link(`all issues of ${notice.project}`, notice.url)}`] : []),
    ...notice.issues.map((issue) => issueText(issue, triggerText(notice.trigger))),
  ]
}

function issueText({ title, culprit, url, shortId, project, facts }: NoticedIssue, why: string): string {
  const labelled = fitting(
    facts.map(({ label, value }) => `${html(label, 60)}: ${html(value, 120)}`),
    FACTS,
    ({ length }) => length,
  )
  return [
    link(title, url),
    ...(culprit === '' ? [] : [`<code>${html(culprit, 200)}</code>`]),
    [shortId, ...(why === '' ? [] : [why]), html(project, 100), ...labelled].join(' · '),
  ].join('\n')
}

function link(text: string, url: string): string {
  return `<a href="${asHtml(url)}">${html(text, 200)}</a>`
}

function html(text: string, max: number): string {
  return asHtml(brief(text, max))
}
