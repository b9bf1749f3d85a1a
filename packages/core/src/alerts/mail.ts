import { asHtml, oneLine } from '../mail-text.js'
import type { Mail } from '../ports/mailer.js'
import { type IssueNotice, type MonitorNotice, monitorText, type Notice } from './notice.js'

const SUBJECTS: Readonly<Record<MonitorNotice['change'], string>> = {
  down: 'is down',
  degraded: 'is slow',
  recovered: 'is back up',
  reminder: 'is still down',
}

/** A notice as mail. Names and titles are what people and events say: on one line in the subject, as text in the HTML. */
export function noticeMail(notice: Exclude<Notice, { kind: 'test' }>, to: string, settingsUrl: string): Mail {
  const { subject, paragraphs, links } = notice.kind === 'issues' ? ofIssues(notice) : ofMonitor(notice)
  const settings = { text: 'Which mails you get', url: settingsUrl }
  const text = [
    ...paragraphs.map(({ lines }) => lines.join('\n')),
    ...[...links, settings].map((link) => `${link.text}: ${link.url}`),
  ]
  const html = [
    ...paragraphs.map(paragraphHtml),
    ...links.map((link) => `<p>${linkHtml(link)}</p>`),
    `<p style="color:#666;font-size:12px">${linkHtml(settings)}</p>`,
  ]
  return { to, subject: oneLine(subject).slice(0, MAX_SUBJECT), text: `${text.join('\n\n')}\n`, html: html.join('\n') }
}

const MAX_SUBJECT = 200

interface Link {
  readonly text: string
  readonly url: string
}

interface Paragraph {
  readonly lines: readonly string[]
  /** Of its first line. */
  readonly url: string | null
}

function ofIssues({ count, issues, project, url }: IssueNotice) {
  const [first] = issues
  const subject = count === 1 ? `Error in ${project}: ${first?.title ?? ''}` : `${count} errors reported in ${project}`
  const paragraphs = issues.map(
    ({ title, culprit, url: at, shortId, facts }): Paragraph => ({
      lines: [
        ...[oneLine(title), ...(culprit === '' ? [] : [oneLine(culprit)])],
        ...[{ label: 'Issue', value: shortId }, ...facts].map(({ label, value }) => `${label}: ${oneLine(value)}`),
        at,
      ],
      url: at,
    }),
  )
  const others = count - issues.length
  const rest = others > 0 ? [{ lines: [`And ${others} more.`], url: null }] : []
  return { subject, paragraphs: [...paragraphs, ...rest], links: [{ text: `All issues of ${project}`, url }] }
}

function ofMonitor(notice: MonitorNotice) {
  const { change, name, target, cause, url } = notice
  const facts = [target, cause].filter((text) => text !== '').map(oneLine)
  return {
    subject: `${name} ${SUBJECTS[change]}`,
    paragraphs: [{ lines: [oneLine(name), monitorText(notice), ...facts], url }],
    links: [{ text: 'See what was found', url }],
  }
}

function paragraphHtml({ lines, url }: Paragraph): string {
  const [first = '', ...others] = lines
  const head = url === null ? asHtml(first) : linkHtml({ text: first, url })
  const rest = others.filter((line) => line !== url).map((line) => `<br>${asHtml(line)}`)
  return `<p><strong>${head}</strong>${rest.join('')}</p>`
}

function linkHtml({ text, url }: Link): string {
  return `<a href="${asHtml(url)}">${asHtml(oneLine(text))}</a>`
}
