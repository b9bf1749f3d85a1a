import { countText, ISSUE_COLOR, TEST_TITLE, testText, wordsOf } from '../notice.js'
import { brief, fitting, jsonChannel } from './channel.js'

const BLUE = 0x4b_60_b4
const GREEN = 0x2e_a0_43
/** Discord takes 6000 characters in all embeds of a message; there are at most three. */
const FIELDS = 1200
const AMBER = 0xd2_99_22

/** https://discord.com/developers/docs/resources/webhook#execute-webhook; nobody is mentioned by what an event holds. */
export const discord = jsonChannel((notice) => ({ ...contentOf(notice), allowed_mentions: { parse: [] } }))

type Notice = Parameters<Parameters<typeof jsonChannel>[0]>[0]

const COLORS = { bad: ISSUE_COLOR, warn: AMBER, good: GREEN }

function contentOf(notice: Notice) {
  if (notice.kind === 'issues')
    return {
      content: `Mishap Alert${countText(notice.count)}`,
      embeds: notice.issues.map(({ title, culprit, url, project, facts }) => ({
        ...{ title: brief(title, 256), description: brief(culprit, 400) || null, color: ISSUE_COLOR, url },
        fields: fitting(
          [
            { name: 'Project', value: brief(project, 200), inline: true },
            ...facts.map(({ label, value, isShort }) => ({
              ...{ name: brief(label, 100), value: brief(value, 1024), inline: isShort },
            })),
            // It takes none without.
          ].filter(({ name, value }) => name !== '' && value !== ''),
          FIELDS,
          ({ name, value }) => name.length + value.length,
        ),
      })),
    }
  if (notice.kind !== 'test') {
    const { heading, name, text, cause, url, tone } = wordsOf(notice)
    const description = brief(`${text} ${cause}`, 2048)
    return { content: heading, embeds: [{ title: brief(name, 256), url, color: COLORS[tone], description }] }
  }
  return { content: '', embeds: [{ title: TEST_TITLE, description: testText(notice), color: BLUE }] }
}
