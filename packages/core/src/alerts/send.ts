import type { Context } from '../context.js'
import type { RecipientKind } from '../ports/alerts.js'
import type { Delivery, DeliveryAttempt } from '../ports/deliveries.js'
import { isAddressRefused, type Mail, type Mailer } from '../ports/mailer.js'
import { type Attempted, attemptChannel } from './attempt.js'
import { CHANNELS } from './channels/index.js'
import { noteAlarms } from './close-alarms.js'
import { HIDDEN } from './hide-secrets.js'
import { mailOf } from './mail/mails.js'
import { noticeOf } from './notices.js'
import { isMail } from './target.js'

/** People read but a few; in a mail they are short where there are several. */
const SHOWN = 3
const SHOWN_IN_MAIL = 10
const TRIED = { isTried: true, isSkipped: false, waitMs: 0 } as const

/** Sends a message, once. */
export async function send(context: Context, delivery: Delivery): Promise<Attempted> {
  const { recipient } = delivery
  const notice = await noticeOf(context, delivery, shownBy(recipient?.kind ?? 'email'))
  if (notice === null) return useless(context, 'What it was about is gone')
  if (!isMail(delivery) && recipient !== null) {
    const { id, projectId } = delivery
    if (!(await noteAlarms(context, delivery, notice)))
      return {
        ...useless(context, 'What it opened there before is just being closed'),
        isSkipped: false,
        isPassing: true,
      }
    return attemptChannel(context, { notice, projectId, recipient, id })
  }
  const { mailer, storage } = context
  const { address, organizationId, userId } = delivery
  if (address === null) return useless(context, 'Nobody whom it is for wants mails of the project')
  if (userId !== null && (await storage.organizations.membership(organizationId, userId)) === null)
    return useless(context, 'Whom it is for has left the organization')
  if (mailer === null) return useless(context, 'This server sends no mails: it has no mail server')
  const mail = await mailOf(context, { ...delivery, address }, notice)
  return mail === null ? useless(context, 'The project is gone') : attemptMail(context, mailer, mail)
}

function shownBy(kind: RecipientKind): number {
  return kind === 'email' ? SHOWN_IN_MAIL : (CHANNELS[kind].shown ?? SHOWN)
}

async function attemptMail(context: Context, mailer: Mailer, mail: Mail): Promise<Attempted> {
  const at = context.clock.now()
  // Whoever has that link can do what it does.
  const text = mail.unsubscribeUrl === undefined ? mail.text : mail.text.replaceAll(mail.unsubscribeUrl, HIDDEN)
  const payload = `To: ${mail.to}\nSubject: ${mail.subject}\n\n${text}`
  try {
    await mailer.send(mail)
    return { attempt: { ...attemptAt(context, at), error: '' }, payload, ...TRIED, isPassing: false }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    const attempt = { ...attemptAt(context, at), error: message }
    // All mails are one channel: what is wrong with one address is no business of the others, nor for their eyes.
    return { attempt, payload, isPassing: true, ...TRIED, isTried: !isAddressRefused(error) }
  }
}

function useless(context: Context, error: string): Attempted {
  const attempt = { ...attemptAt(context, context.clock.now()), error }
  return { attempt, payload: null, isPassing: false, isTried: false, isSkipped: true, waitMs: 0 }
}

function attemptAt({ clock }: Context, at: Date): Omit<DeliveryAttempt, 'error'> {
  return { at, ms: clock.now().getTime() - at.getTime(), status: null, answer: '' }
}
