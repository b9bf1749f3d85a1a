import { MAIL_CHANNEL } from '../alerts/channel-key.js'
import type { Context } from '../context.js'
import { isAddressRefused, MAIL_DEADLINE_MS } from '../ports/mailer.js'
import type { ClaimedNotice } from '../ports/status-subscribers.js'
import { noticeMail } from '../status-pages/mails.js'
import { type BackgroundWork, createBackgroundWork } from './background.js'

const PAUSE_MS = 20_000
const AT_ONCE = 50
/** A notice whose process died comes to another one after this. */
const LEASE_MS = 10 * 60_000
const RETRY_MS = 60_000
/** Longer than a mail takes, but where the mail server is slow. */
const PROBE_MS = 60_000
/** Longer than a mail takes at all, and its note. */
const LONGEST_MS = MAIL_DEADLINE_MS + 30_000
/** Then whoever comes next gets theirs. */
const MOST_FAILURES = 5
const DAY_MS = 86_400_000
const UNCONFIRMED_DAYS = 7

/**
 * Sends what subscribers of status pages are to be told, some at a time: each notice to each once, unless a process dies
 * between a mail and its note. While no mail is taken they wait. Any number of processes may do so at once.
 */
export function createStatusMails(context: Context): BackgroundWork {
  let lastCleaned = 0
  return createBackgroundWork(context, {
    name: 'Telling subscribers of status pages',
    pauseMs: PAUSE_MS,
    restMs: 0,
    step: async (signal) => {
      const now = context.clock.now()
      if (now.getTime() - lastCleaned > DAY_MS) {
        await context.storage.statusSubscribers.deleteOldSubscriptions(
          new Date(now.getTime() - UNCONFIRMED_DAYS * DAY_MS),
        )
        lastCleaned = now.getTime()
      }
      return tellSome(context, signal)
    },
  })
}

/** Whether there may be more to tell. */
async function tellSome(context: Context, signal: AbortSignal): Promise<boolean> {
  const { storage, clock, mailer } = context
  if (mailer === null) return false
  const now = clock.now()
  const until = new Date(now.getTime() + LEASE_MS)
  const notice = await storage.statusSubscribers.claimNotice(now, until, AT_ONCE)
  if (notice === null) return false
  const { next, hasFailed } = await tell(context, notice, until, signal)
  await storage.statusSubscribers.releaseNotice(notice.id, next, hasFailed)
  return true
}

interface Told {
  /** When there may be more to tell. */
  readonly next: Date
  readonly hasFailed: boolean
}

/**
 * A mail that was not taken ends it for now, and so does a mail server that takes none of anybody, alerts among them. So does
 * a slow one: no mail is begun that may still be on its way when the notice comes to others.
 */
async function tell(context: Context, notice: ClaimedNotice, until: Date, signal: AbortSignal): Promise<Told> {
  const { storage, mailer, logger, clock } = context
  const caller = { key: MAIL_CHANNEL }
  const done = () => ({ next: clock.now(), hasFailed: false })
  const organization = await storage.organizations.get(notice.organizationId)
  const page = await storage.statusPages.get(notice.organizationId, notice.pageId)
  if (organization === null || page === null) return done()
  for (const [index, subscriber] of notice.subscribers.entries()) {
    if (signal.aborted || until.getTime() - clock.now().getTime() < LONGEST_MS) return done()
    const asked = { now: clock.now(), perMinute: null, probeMs: PROBE_MS }
    const admission = await storage.channels.admit(caller, asked)
    if (admission.kind === 'wait') return { next: admission.until, hasFailed: false }
    const refused = await failureOf(mailer?.send(noticeMail(context, { page, organization, subscriber, notice })))
    const error = messageOf(refused)
    const failures = (index === 0 ? notice.failures : 0) + 1
    // Refused again it says nothing new of the mail server: it may be the address.
    const isNews = error === '' || (failures === 1 && !isAddressRefused(refused))
    if (isNews) await storage.channels.note(caller, { now: clock.now(), error, waitMs: 0 })
    if (error !== '') {
      logger.warn('A subscriber of a status page could not be told', { page: page.slug, failures, error })
      if (failures < MOST_FAILURES) return { next: new Date(clock.now().getTime() + RETRY_MS), hasFailed: true }
    }
    await storage.statusSubscribers.passNotice(notice.id, subscriber.id)
  }
  return done()
}

/** Null where it was taken. */
async function failureOf(sent: Promise<void> | undefined): Promise<unknown> {
  try {
    await sent
    return null
  } catch (error) {
    return error
  }
}

function messageOf(error: unknown): string {
  if (error === null) return ''
  return error instanceof Error ? error.message : String(error)
}
