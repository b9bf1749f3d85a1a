import { countText, monitorText, type Notice, TEST_TITLE, testText } from '../notice.js'
import { brief, jsonChannel, plainInMarkdown } from './channel.js'

const MAX = 1000

/** A card for a bot of Feishu or Lark (https://open.larksuite.com/document/client-docs/bot-v3/add-custom-bot). */
export const feishu = jsonChannel((notice) => {
  const { title, template, elements } = cardOf(notice)
  return {
    msg_type: 'interactive',
    card: { header: { title: { tag: 'plain_text', content: title }, template }, elements },
  }
})

function cardOf(notice: Notice) {
  if (notice.kind === 'issues')
    return {
      ...{ title: `Mishap Alert${countText(notice.count)}`, template: 'red' },
      elements: notice.issues.flatMap(({ title, culprit, url, shortId, project, facts }) => [
        {
          ...{ tag: 'div', text: markdown(`**[${plain(title)}](${url})**\n${plain(culprit)}`) },
          fields: [{ label: 'Project', value: project, isShort: true }, ...facts].map(({ label, value, isShort }) => ({
            ...{ is_short: isShort, text: markdown(`**${plain(label)}**\n${plain(value)}`) },
          })),
        },
        button(`View Issue ${shortId}`, url),
        { tag: 'hr' },
      ]),
    }
  if (notice.kind === 'monitor')
    return {
      ...{ title: 'Mishap Uptime Alert', template: notice.change === 'recovered' ? 'green' : 'red' },
      elements: [
        {
          tag: 'div',
          text: markdown(`**${plain(notice.name)}**\n${monitorText(notice)} ${plain(notice.cause)}`.trim()),
        },
        button('View Monitor', notice.url),
      ],
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
