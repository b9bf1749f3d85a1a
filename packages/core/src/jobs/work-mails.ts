import { unsubscribeToken } from '../alerts/mail/unsubscribe-token.js'
import { keyOf, pagesOf } from '../alerts/notices.js'
import { quietUntil } from '../alerts/quiet-hours.js'
import type { Context } from '../context.js'
import { findPeople } from '../issues/people.js'
import { shortIdOf } from '../issues/short-id.js'
import { workMail } from '../issues/work-mail.js'
import { excerptOf } from '../mail/excerpt.js'
import { messageId, threadId } from '../mail/thread.js'
import { wantsMail } from '../ports/mail-choices.js'
import type { Mail } from '../ports/mailer.js'
import type { Id, Issue } from '../ports/model.js'
import type { WorkMail } from '../ports/work-mails.js'
import { type BackgroundWork, createBackgroundWork } from './background.js'

const PAUSE_MS = 20_000
/** What a process that died was about to send comes to another one after this. */
const LEASE_MS = 10 * 60_000
const RETRY_MS = 5 * 60_000
const MOST_FAILURES = 5
const DAY_MS = 86_400_000
const KEPT_DAYS = 3

/**
 * Tells members by mail what others did with issues that are theirs, that mention them, or that they follow: each once,
 * unless a process dies between a mail and its note. Any number of processes may do so at once.
 */
export function createWorkMails(context: Context): BackgroundWork {
  let lastCleaned = 0
  return createBackgroundWork(context, {
    ...{ name: 'Telling people of their issues', pauseMs: PAUSE_MS, restMs: 0 },
    step: async () => {
      const now = context.clock.now()
      if (now.getTime() - lastCleaned > DAY_MS) {
        await context.storage.workMails.deleteOld(new Date(now.getTime() - KEPT_DAYS * DAY_MS))
        lastCleaned = now.getTime()
      }
      return tellNext(context, now)
    },
  })
}

/** Whether there may be more to tell. */
async function tellNext(context: Context, now: Date): Promise<boolean> {
  const { storage, mailer, logger, clock } = context
  if (mailer === null) return false
  const work = await storage.workMails.claim(now, new Date(now.getTime() + LEASE_MS))
  if (work === null) return false
  const decided = await decide(context, work, now)
  if (decided.kind === 'later') {
    await storage.workMails.postpone(work, decided.at, false)
    return true
  }
  try {
    if (decided.kind === 'mail') await mailer.send(decided.mail)
  } catch (error) {
    const failures = work.failures + 1
    logger.warn('Somebody could not be told of their issue', { issueId: work.issueId, failures, error })
    if (failures < MOST_FAILURES) {
      await storage.workMails.postpone(work, new Date(clock.now().getTime() + RETRY_MS), true)
      return true
    }
  }
  await storage.workMails.finish(work)
  return true
}

type Decided =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'later'; readonly at: Date }
  | { readonly kind: 'mail'; readonly mail: Mail }

/** What is wanted of it, now that it would leave. */
async function decide(context: Context, work: WorkMail, now: Date): Promise<Decided> {
  const { storage } = context
  const { organizationId, issueId, userId } = work
  const [organization, issue, [user], choices] = await Promise.all([
    storage.organizations.get(organizationId),
    storage.issues.get(issueId),
    storage.users.getMany([userId]),
    storage.accounts.mailChoices(userId),
  ])
  if (organization === null || issue === null || issue.organizationId !== organizationId || !user?.isActive)
    return { kind: 'nothing' }
  const project = await storage.projects.get(organizationId, issue.projectId)
  const news = work.news.filter(({ kind }) => wantsMail(choices, issue.projectId, kind))
  if (project === null || news.length === 0 || (await isMuted(context, issue, userId, now))) return { kind: 'nothing' }
  const at = quietUntil(choices.quietHours, now)
  if (at !== null) return { kind: 'later', at }
  const pages = pagesOf(context, organization)
  const kind = news[0]?.kind ?? 'followed'
  const token = unsubscribeToken(context.config, { userId, organizationId, projectId: project.id, kind })
  const host = context.config.url.hostname
  const mail = workMail({
    to: user.email,
    news,
    people: await peopleIn(context, work),
    issue: {
      ...{ title: issue.title, project: project.name, url: pages.issue(issue.id) },
      shortId: shortIdOf(project.slug, issue.shortIdNumber),
      excerpt: kind === 'assigned' ? await excerptOf(context, organizationId, issue.id) : null,
    },
    settingsUrl: `${pages.home}/profile/notifications`,
    unsubscribeUrl: token === null ? null : `${pages.home}/unsubscribe/${token}/`,
    ids: {
      messageId: messageId(host, `work-${userId}-${news[0]?.activity.id}-${news.at(-1)?.activity.id}`),
      // Under which alerts of the issue stand as well.
      inReplyTo: threadId(host, keyOf(context, 'issue', issue.id)),
    },
  })
  return { kind: 'mail', mail }
}

/** By who it is for: what everybody else is not to hear of by alerts is still told to those whose work it is. */
async function isMuted({ storage }: Context, issue: Issue, userId: Id, now: Date): Promise<boolean> {
  const mutes = await storage.mutes.active(issue.organizationId, issue.projectId, now)
  return mutes.some((mute) => mute.userId === userId && (mute.issueId === null || mute.issueId === issue.id))
}

function peopleIn(context: Context, { organizationId, news }: WorkMail) {
  const assigned = news.map(({ activity }) => activity.data).filter(({ assignee }) => assignee !== undefined)
  const idsOf = (type: string) =>
    assigned.filter(({ assigneeType }) => assigneeType === type).map(({ assignee }) => String(assignee))
  const userIds = [...news.map(({ activity }) => activity.userId), ...idsOf('user')]
  return findPeople(context, organizationId, { userIds, teamIds: idsOf('team') })
}
