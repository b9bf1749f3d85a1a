import { countText, monitorText, type NoticedIssue, TEST_TITLE, testText } from '../notice.js'
import { jsonChannel } from './channel.js'

/**
 * GlitchTip's payload, which is Slack's: consumers such as glitchtip-jira-bridge read it by these names, `mrkdown_in` too,
 * and know it by "GlitchTip Alert".
 */
export const webhook = jsonChannel((notice) => {
  if (notice.kind === 'issues')
    return { text: `GlitchTip Alert${countText(notice.count)}`, attachments: notice.issues.map(attachment) }
  if (notice.kind === 'monitor')
    return {
      text: 'GlitchTip Uptime Alert',
      attachments: [{ title: notice.name, title_link: notice.url, text: monitorText(notice) }],
    }
  return {
    text: 'GlitchTip Test Notification',
    attachments: [{ title: TEST_TITLE, title_link: '', text: testText(notice) }],
  }
})

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
