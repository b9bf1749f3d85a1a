import { countText, type Notice, type NoticedIssue, TEST_TITLE, testText, wordsOf } from '../notice.js'
import { type Channel, jsonChannel } from './channel.js'

/**
 * GlitchTip's payload, which is Slack's: consumers such as glitchtip-jira-bridge read it by these names, `mrkdown_in` too,
 * and know it by "GlitchTip Alert".
 */
export const webhook: Channel = {
  // Each becomes a ticket somewhere; people read but a few.
  shown: 100,
  ...jsonChannel(bodyOf),
}

function bodyOf(notice: Notice) {
  if (notice.kind === 'issues')
    return { text: `GlitchTip Alert${countText(notice.count)}`, attachments: notice.issues.map(attachment) }
  if (notice.kind !== 'test') {
    const { name, text, url } = wordsOf(notice)
    const heading = notice.kind === 'monitor' ? 'GlitchTip Uptime Alert' : 'GlitchTip Alert'
    return { text: heading, attachments: [{ title: name, title_link: url, text }] }
  }
  return {
    text: 'GlitchTip Test Notification',
    attachments: [{ title: TEST_TITLE, title_link: '', text: testText(notice) }],
  }
}

function attachment({ title, url, culprit, project, facts }: NoticedIssue) {
  return {
    ...{ title, title_link: url, text: culprit, color: '#e52b50' },
    fields: [
      { title: 'Project', value: project, short: true },
      ...facts.map(({ label, value, isShort }) => ({ title: label, value, short: isShort })),
    ],
    mrkdown_in: ['text'],
  }
}
