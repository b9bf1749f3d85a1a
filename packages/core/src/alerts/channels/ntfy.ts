import { countText, monitorText, type Notice, type NoticedIssue, TEST_TITLE, testText } from '../notice.js'
import { brief, type Channel, plainInMarkdown } from './channel.js'

const MAX = 1000

/** https://docs.ntfy.sh/publish: Markdown in the body, the rest in headers. */
export const ntfy: Channel = {
  request: (notice, { url }) => {
    const { title, tags, click, lines } = partsOf(notice)
    const headers = {
      ...{ 'content-type': 'text/plain; charset=utf-8', Title: title, Markdown: 'yes', Tags: tags },
      ...(click === '' ? {} : { Click: click }),
    }
    return { url, headers, body: `${lines.join('\n')}\n` }
  },
}

function partsOf(notice: Notice) {
  if (notice.kind === 'issues')
    return {
      ...{ title: `Mishap Alert${countText(notice.count)}`, tags: 'warning' },
      ...{ click: notice.issues[0]?.url ?? notice.url, lines: notice.issues.flatMap(issueLines) },
    }
  if (notice.kind === 'monitor')
    return {
      ...{ title: 'Mishap Uptime Alert', tags: notice.change === 'recovered' ? 'white_check_mark' : 'warning' },
      ...{ click: notice.url, lines: [`**${plain(notice.name)}**`, monitorText(notice), plain(notice.cause)] },
    }
  return { title: TEST_TITLE, tags: 'white_check_mark', click: '', lines: [plain(testText(notice))] }
}

function issueLines({ title, culprit, url, shortId, project, facts }: NoticedIssue): readonly string[] {
  const labelled = [{ label: 'Project', value: project }, { label: 'Culprit', value: culprit }, ...facts]
  return [
    `**${plain(title)}**`,
    ...labelled.filter(({ value }) => value !== '').map(({ label, value }) => `${plain(label)}: ${plain(value)}`),
    ...[`[View Issue ${shortId}](${url})`, ''],
  ]
}

function plain(text: string): string {
  return plainInMarkdown(brief(text, MAX))
}
