import { countText, monitorText, type Notice, TEST_TITLE, testText } from '../notice.js'
import { brief, type Channel, plainInMarkdown } from './channel.js'

const MAX = 1000

/** https://zulip.com/api/send-message; the address of the recipient is that of the server. */
export const zulip: Channel = {
  request: (notice, { url, config }) => {
    const word = (name: string) => (typeof config[name] === 'string' ? config[name] : '')
    const key = Buffer.from(`${word('bot_email')}:${word('api_key')}`).toString('base64')
    const form = { type: 'channel', to: word('channel'), topic: word('topic'), content: linesOf(notice).join('\n') }
    return {
      url: `${url.replace(/\/+$/, '')}/api/v1/messages`,
      headers: { 'content-type': 'application/x-www-form-urlencoded', authorization: `Basic ${key}` },
      body: new URLSearchParams(form).toString(),
    }
  },
}

function linesOf(notice: Notice): readonly string[] {
  if (notice.kind === 'test') return [`## ${TEST_TITLE}`, plain(testText(notice))]
  if (notice.kind === 'monitor')
    return ['## Mishap Uptime Alert', link(notice.name, notice.url), monitorText(notice), plain(notice.cause)]
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
