import { oneLine } from '../mail/escape.js'
import { choiceLinks, layOut } from '../mail/layout.js'
import type { Excerpt, MailSaying } from '../mail/parts.js'
import type { Activity } from '../ports/issue-state.js'
import type { Mail } from '../ports/mailer.js'
import type { WorkNews } from '../ports/work-mails.js'
import type { People } from './people.js'

export interface WorkMailAbout {
  readonly to: string
  readonly news: readonly WorkNews[]
  readonly people: People
  readonly issue: {
    readonly title: string
    readonly shortId: string
    readonly project: string
    readonly url: string
    /** For whom it is new. */
    readonly excerpt: Excerpt | null
  }
  readonly settingsUrl: string
  /** Null where nobody can be told from who pretends to be them: there is no secret key. */
  readonly unsubscribeUrl: string | null
  /** Of the message, which has the same when it is tried again, and of the thread that it belongs to. */
  readonly ids: Required<Pick<Mail, 'messageId' | 'inReplyTo'>>
}

const MAX_QUOTE = 2_000

/** What happened to an issue, for somebody whom it concerns. All mails about an issue have the same subject. */
export function workMail({ to, news, people, issue, settingsUrl, unsubscribeUrl, ids }: WorkMailAbout): Mail {
  const { shortId, url, excerpt } = issue
  const title = oneLine(issue.title)
  const { heading, why } = KINDS[news[0]?.kind ?? 'followed']
  const item = {
    ...{ title, url, excerpt, action: `See ${shortId}` },
    lines: [`${shortId} in ${oneLine(issue.project)}`],
    says: news.map(({ activity }) => tell(activity, people)),
  }
  const footer = { why: `You get this because ${why}.`, links: choiceLinks(settingsUrl, unsubscribeUrl) }
  return {
    ...{ to, ...layOut({ subject: `${shortId} ${title}`, heading, tone: 'plain', items: [item], footer }), ...ids },
    ...(unsubscribeUrl === null ? {} : { unsubscribeUrl }),
    headers: { 'Auto-Submitted': 'auto-generated' },
  }
}

const KINDS: Readonly<Record<WorkNews['kind'], { readonly heading: string; readonly why: string }>> = {
  assigned: { heading: 'Assigned to you or to your team', why: 'the issue was assigned to you or to your team' },
  mentioned: { heading: 'A comment mentions you', why: 'a comment mentions you' },
  followed: { heading: 'News of an issue that you follow', why: 'you follow the issue' },
}

function tell(activity: Activity, people: People): MailSaying {
  const { kind, data, userId } = activity
  const who = oneLine(people.person(userId)?.name ?? 'Mishap')
  const plain = (says: string) => ({ text: `${data.isUndo === true ? 'Taken back: ' : ''}${says}.` })
  switch (kind) {
    case 'note':
      return { text: `${who} wrote:`, quote: clipped(String(data.text ?? '').trim()) }
    case 'assigned':
      return plain(`${who} assigned this to ${assigneeOf(activity, people)}`)
    case 'set_resolved_in_release':
      return plain(`${who} resolved this in ${data.version ? oneLine(String(data.version)) : 'the next release'}`)
    case 'set_resolved_in_commit':
      return plain(`${who} resolved this by commit ${oneLine(String(data.commit ?? '')).slice(0, 12)}`)
    case 'set_resolved':
      return plain(`${who} resolved this`)
    case 'set_ignored':
      return plain(`${who} ignored this`)
    case 'set_regression':
      return plain(data.version ? `It is back, in ${oneLine(String(data.version))}` : 'It is back')
    case 'set_escalating':
      return plain('It gets far more events than usual')
    default:
      return plain(userId === null ? 'It is not ignored any more' : `${who} reopened this`)
  }
}

function assigneeOf({ data, userId }: Activity, people: People): string {
  const id = String(data.assignee)
  const actor = people.actor({ kind: data.assigneeType === 'team' ? 'team' : 'user', id })
  if (actor === null) return 'somebody who is gone'
  if (actor.type === 'team') return `#${oneLine(actor.name)}`
  return id === userId ? 'themselves' : oneLine(actor.name)
}

function clipped(text: string): string {
  return text.length > MAX_QUOTE ? `${text.slice(0, MAX_QUOTE)}…` : text
}
