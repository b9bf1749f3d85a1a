import { countText, type Notice, TEST_TITLE, testText, wordsOf } from '../notice.js'
import { brief, type Channel, fitting, plainInMarkdown, wordOf } from './channel.js'

const MAX = 1000
/** Zulip takes 10,000 characters. */
const ALL = 9_500

/** https://zulip.com/api/send-message; the address of the recipient is that of the server. */
export const zulip: Channel = {
  requests: (notice, { url, config }) => {
    const word = (name: string) => wordOf(config, name)
    const key = Buffer.from(`${word('bot_email')}:${word('api_key')}`).toString('base64')
    const content = fitting(linesOf(notice), ALL, (line) => line.length + 1).join('\n')
    const form = { type: 'channel', to: word('channel'), topic: word('topic'), content }
    const request = {
      url: `${url.replace(/\/+$/, '')}/api/v1/messages`,
      headers: { 'content-type': 'application/x-www-form-urlencoded', authorization: `Basic ${key}` },
      body: new URLSearchParams(form).toString(),
    }
    return [request]
  },
}

function linesOf(notice: Notice): readonly string[] {
  if (notice.kind === 'test') return [`## ${TEST_TITLE}`, plain(testText(notice))]
  if (notice.kind !== 'issues') {
    const { heading, name, text, cause, url } = wordsOf(notice)
    return [`## ${heading}`, link(name, url), text, plain(cause)]
  }
  return [
    `## Mishap Alert${countText(notice.count)}`,
    ...notice.issues.flatMap(({ title, culprit, url, project, facts }) => {
      const labelled = [{ label: 'Project', value: project }, { label: 'Culprit', value: culprit }, ...facts]
      const lines = labelled.filter(({ value }) => value !== '')
      return [link(title, url), ...lines.map(({ label, value }) => `${plain(label)}: ${plain(value)}`), '']
    }),
  ]
}

function link(text: string, url: string): string {
  return `**[${plain(text)}](${url})**`
}

function plain(text: string): string {
  return plainInMarkdown(brief(text, MAX))
}
