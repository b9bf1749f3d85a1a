import { countText, ISSUE_COLOR, monitorText, TEST_TITLE, testText } from '../notice.js'
import { brief, jsonChannel } from './channel.js'

const BLUE = 0x4b_60_b4
const GREEN = 0x2e_a0_43
const AMBER = 0xd2_99_22

/** https://discord.com/developers/docs/resources/webhook#execute-webhook; nobody is mentioned by what an event holds. */
export const discord = jsonChannel((notice) => ({ ...contentOf(notice), allowed_mentions: { parse: [] } }))

type Notice = Parameters<Parameters<typeof jsonChannel>[0]>[0]

const COLORS = { down: ISSUE_COLOR, reminder: ISSUE_COLOR, degraded: AMBER, recovered: GREEN }

function contentOf(notice: Notice) {
  if (notice.kind === 'issues')
    return {
      content: `Mishap Alert${countText(notice.count)}`,
      embeds: notice.issues.map(({ title, culprit, url, project, facts }) => ({
        ...{ title: brief(title, 256), description: brief(culprit, 2048) || null, color: ISSUE_COLOR, url },
        fields: [
          { name: 'Project', value: brief(project, 1024), inline: true },
          ...facts.map(({ label, value, isShort }) => ({
            ...{ name: brief(label, 256), value: brief(value, 1024), inline: isShort },
          })),
        ],
      })),
    }
  if (notice.kind === 'monitor')
    return {
      content: 'Mishap Uptime Alert',
      embeds: [
        {
          ...{ title: brief(notice.name, 256), url: notice.url, color: COLORS[notice.change] },
          description: brief([monitorText(notice), notice.cause].join(' '), 2048),
        },
      ],
    }
  return { content: '', embeds: [{ title: TEST_TITLE, description: testText(notice), color: BLUE }] }
}
