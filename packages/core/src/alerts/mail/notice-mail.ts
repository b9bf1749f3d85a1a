import { oneLine } from '../../mail/escape.js'
import { choiceLinks, layOut } from '../../mail/layout.js'
import type { Excerpt } from '../../mail/parts.js'
import { messageId, threadId } from '../../mail/thread.js'
import type { MailReason } from '../../ports/mail-people.js'
import type { Mail } from '../../ports/mailer.js'
import { type MailedNotice, mailParts } from './parts.js'

export interface NoticeMail {
  readonly notice: MailedNotice
  readonly to: string
  readonly excerpts: ReadonlyMap<string, Excerpt>
  readonly reason: MailReason | null
  readonly settingsUrl: string
  /** Null where nobody can be told from who pretends to be them: there is no secret key. */
  readonly unsubscribeUrl: string | null
  /** Slugs, and the host of this server. */
  readonly list: { readonly organization: string; readonly project: string; readonly host: string }
  /** Of the message: another one has another, and the same one, tried again, the same. */
  readonly id: string
}

/** A notice as mail. Names and titles are what people and events say: on one line in the subject, as text in the HTML. */
export function noticeMail(mail: NoticeMail): Mail {
  const { notice, to, excerpts, settingsUrl, unsubscribeUrl, list, id } = mail
  const thread = threadOf(notice)
  const footer = { why: REASONS[mail.reason ?? 'project'], links: choiceLinks(settingsUrl, unsubscribeUrl) }
  return {
    ...{ to, ...layOut({ ...mailParts(notice, excerpts), footer }) },
    ...(unsubscribeUrl === null ? {} : { unsubscribeUrl }),
    messageId: messageId(list.host, `alert-${id}`),
    ...(thread === null ? {} : { inReplyTo: threadId(list.host, thread) }),
    // GlitchTip's: filters of people look for them.
    headers: {
      'List-Id': `<${list.project}.${list.organization}.${list.host}>`,
      'X-GlitchTip-Organization': oneLine(list.organization),
      'X-GlitchTip-Project': oneLine(list.project),
      'Auto-Submitted': 'auto-generated',
    },
  }
}

const REASONS: Readonly<Record<MailReason, string>> = {
  assignee: 'You get this because the issue is assigned to you, or to a team of yours.',
  owner: 'You get this because ownership rules name you, or a team of yours.',
  user: 'You get this because an alert of the project names you.',
  team: 'You get this because an alert of the project names a team of yours.',
  project: 'You get this because you are in a team of the project.',
  address: 'You get this because an alert of the project names this address.',
}

/** The same for all mails about one issue or one monitor; null of those about several. */
function threadOf(notice: MailedNotice): string | null {
  if (notice.kind === 'test' || (notice.kind === 'issues' && notice.count > 1)) return null
  return (notice.kind === 'issues' ? notice.issues[0]?.key : notice.key) ?? null
}
