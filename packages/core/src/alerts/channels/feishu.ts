import { countText, type Notice, TEST_TITLE, testText, wordsOf } from '../notice.js'
import { brief, type Channel, fittingFacts, jsonChannel, jsonOf, plainInMarkdown } from './channel.js'

const MAX = 300

/** A card for a bot of Feishu or Lark (https://open.larksuite.com/document/client-docs/bot-v3/add-custom-bot). */
export const feishu: Channel = {
  ...jsonChannel((notice) => {
    const { title, template, elements } = cardOf(notice)
    return {
      msg_type: 'interactive',
      card: { header: { title: { tag: 'plain_text', content: title }, template }, elements },
    }
  }),
  /** It says 200 to nearly everything. */
  answersInBody: true,
  read: (answer) => {
    const said = jsonOf(answer) as { code?: unknown; msg?: unknown } | null
    if (typeof said?.code !== 'number' || said.code === 0 || answer.status !== 200) return {}
    const words = typeof said.msg === 'string' ? said.msg.slice(0, 200) : ''
    return { fault: `code ${said.code} ${words}`.trim(), isPassing: TOO_OFTEN.has(said.code) }
  },
}

/** https://open.larksuite.com/document/server-docs/api-call-guide/frequency-control */
const TOO_OFTEN = new Set([11232, 99991400])

function cardOf(notice: Notice) {
  if (notice.kind === 'issues')
    return {
      ...{ title: `Mishap Alert${countText(notice.count)}`, template: 'red' },
      elements: notice.issues.flatMap(({ title, culprit, url, shortId, project, facts }) => [
        {
          ...{ tag: 'div', text: markdown(`**[${plain(title)}](${url})**\n${plain(culprit)}`) },
          fields: fittingFacts(
            [{ label: 'Project', value: project, isShort: true }, ...facts].map(({ label, value, isShort }) => ({
              ...{ is_short: isShort, text: markdown(`**${plain(label)}**\n${plain(value)}`) },
            })),
          ),
        },
        button(`View Issue ${shortId}`, url),
        { tag: 'hr' },
      ]),
    }
  if (notice.kind !== 'test') {
    const { heading, name, text, cause, url, tone, action } = wordsOf(notice)
    const said = markdown(`**${plain(name)}**\n${text} ${plain(cause)}`.trim())
    return {
      ...{ title: heading, template: tone === 'good' ? 'green' : 'red' },
      elements: [{ tag: 'div', text: said }, button(action, url)],
    }
  }
  return {
    ...{ title: TEST_TITLE, template: 'blue' },
    elements: [{ tag: 'div', text: markdown(plain(testText(notice))) }],
  }
}

function button(text: string, url: string) {
  const content = { tag: 'plain_text', content: text }
  return { tag: 'action', actions: [{ tag: 'button', text: content, url, type: 'primary' }] }
}

function markdown(content: string) {
  return { tag: 'lark_md', content }
}

function plain(text: string): string {
  return plainInMarkdown(brief(text, MAX))
}
