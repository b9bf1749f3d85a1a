import { createHmac } from 'node:crypto'
import { type Notice, type NoticedIssue, testText, wordsOf } from '../notice.js'
import { type Channel, jsonRequest, wordOf } from './channel.js'

/** Goes up where a reader of the one before would go wrong; fields may be added without. */
const VERSION = 1
const SECOND_MS = 1000

/** Mishap's own JSON, signed: docs/alerts.md has it, and how it is verified. */
export const signed: Channel = {
  shown: 100,
  requests: (notice, { url, config }, { id, at }) => {
    const type = typeOf(notice)
    const { headers, body } = jsonRequest(url, {
      ...{ version: VERSION, id, type, sentAt: at.toISOString() },
      ...contentOf(notice),
    })
    const signature = signatureOf(wordOf(config, 'secret'), Math.floor(at.getTime() / SECOND_MS), String(body))
    return [{ url, body, headers: { ...headers, 'X-Mishap-Event': type, 'X-Mishap-Signature': signature } }]
  },
}

/** `t` is the time of sending in seconds, `v1` the HMAC-SHA256 of that, a dot and the body, in hexadecimal. */
function signatureOf(secret: string, seconds: number, body: string): string {
  return `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')}`
}

function typeOf(notice: Notice): string {
  switch (notice.kind) {
    case 'issues':
      return 'issues'
    case 'monitor':
      return `monitor.${notice.change}`
    case 'limits':
      return `limits.${notice.trigger}`
    case 'channel':
      return `channel.${notice.news}`
    default:
      return notice.kind
  }
}

function contentOf(notice: Notice): object {
  switch (notice.kind) {
    case 'issues': {
      const { trigger, count, project, url, issues } = notice
      return { project, trigger, count, url, issues: issues.map(issueOf) }
    }
    case 'monitor': {
      const { name, target, change, cause, url } = notice
      return { text: wordsOf(notice).text, monitor: { name, target, change, cause, url } }
    }
    case 'limits':
      return { text: wordsOf(notice).text, project: notice.project, cause: notice.cause, url: notice.url }
    case 'channel':
      return { text: wordsOf(notice).text, channel: 'email', cause: notice.cause, url: notice.url }
    case 'closed':
      return { title: notice.title, url: notice.url }
    case 'test':
      return { text: testText(notice), project: notice.project }
  }
}

function issueOf({ id, shortId, title, culprit, level, events, users, url, project, facts }: NoticedIssue) {
  const tags = facts.map(({ label, value }) => ({ label, value }))
  return { id, shortId, title, culprit, level, events, users, url, project, tags }
}
