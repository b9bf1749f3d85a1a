import { countText, type Notice, type NoticedIssue, TEST_TITLE, testText, wordsOf } from '../notice.js'
import { brief, type Channel, fitting, plainInMarkdown } from './channel.js'

const MAX = 500
/** What is longer than 4096 bytes becomes a file. */
const ALL = 4000

/** https://docs.ntfy.sh/publish: Markdown in the body, the rest in headers. */
export const ntfy: Channel = {
  requests: (notice, { url }) => {
    const { title, tags, click, lines } = partsOf(notice)
    const headers = {
      ...{ 'content-type': 'text/plain; charset=utf-8', Title: title, Markdown: 'yes', Tags: tags },
      ...(click === '' ? {} : { Click: click }),
    }
    const shown = fitting(lines, ALL, (line) => Buffer.byteLength(line) + 1)
    return [{ url, headers, body: `${shown.join('\n')}\n` }]
  },
}

function partsOf(notice: Notice) {
  if (notice.kind === 'issues')
    return {
      ...{ title: `Mishap Alert${countText(notice.count)}`, tags: 'warning' },
      ...{ click: notice.issues[0]?.url ?? notice.url, lines: notice.issues.flatMap(issueLines) },
    }
  if (notice.kind !== 'test') {
    const { heading, name, text, cause, url, tone } = wordsOf(notice)
    return {
      ...{ title: heading, tags: tone === 'good' ? 'white_check_mark' : 'warning' },
      ...{ click: url, lines: [`**${plain(name)}**`, text, plain(cause)] },
    }
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
