import type { AlertInput, AlertRecipientInput, AlertTrigger, OrganizationAlertJson } from '@mishap/core/client'
import { newRecipient, type RecipientDraft, recipientDraft, recipientInput, withoutKept } from './recipient-draft.js'
import { UPTIME } from './triggers.js'

/** What the form holds: numbers as they are typed. */
export interface AlertDraft {
  readonly name: string
  /** Slug. */
  readonly project: string
  readonly triggers: readonly AlertTrigger[]
  readonly hasEvents: boolean
  readonly events: string
  readonly eventMinutes: string
  readonly hasUsers: boolean
  readonly users: string
  readonly userMinutes: string
  readonly query: string
  /** Minutes; null for never again, until it comes back. */
  readonly cooldown: number | null
  /** Minutes; 0: nothing waits. */
  readonly digest: number
  readonly hasQuiet: boolean
  readonly quietStart: string
  readonly quietEnd: string
  readonly timeZone: string
  readonly quietDays: readonly number[]
  readonly recipients: readonly RecipientDraft[]
}

/** What a new rule begins with: `new` for what was never seen, `many` for what hits many, `monitors` for what is down. */
export const STARTS = ['new', 'many', 'monitors'] as const
export type Start = (typeof STARTS)[number]

const STARTS_WITH: Readonly<Record<Start, Partial<AlertDraft>>> = {
  new: { triggers: ['new_issue', 'regression'] },
  many: { hasEvents: true, hasUsers: true, cooldown: 60 },
  monitors: { triggers: [...UPTIME, 'certificate', 'check_in'] },
}

/** A new one, as it is good for most: new issues and regressions by mail to the project's teams. */
export function newDraft(
  start: Start,
  about: Pick<AlertDraft, 'project' | 'timeZone'> & Partial<Pick<AlertDraft, 'recipients'>>,
): AlertDraft {
  return {
    ...{ name: '', triggers: [], hasEvents: false, events: '50', eventMinutes: '5' },
    ...{ hasUsers: false, users: '10', userMinutes: '60', query: '', cooldown: null, digest: 0 },
    ...{ hasQuiet: false, quietStart: '22:00', quietEnd: '07:00', quietDays: [1, 2, 3, 4, 5, 6, 7] },
    recipients: [newRecipient('email')],
    ...about,
    ...STARTS_WITH[start],
  }
}

/** One that there is, to change it. `timeZone`: for quiet hours, where it has none. */
export function draftOf(alert: OrganizationAlertJson, timeZone: string): AlertDraft {
  const { name, project, triggers, uptime, quantity, timespanMinutes, users, quietHours } = alert
  const usual = newDraft('new', { project: project.slug, timeZone })
  const hasEvents = quantity !== null && timespanMinutes !== null
  return {
    ...usual,
    ...{ name, hasEvents, hasUsers: users !== null, query: alert.query },
    triggers: [...new Set([...triggers, ...(uptime ? UPTIME : [])])],
    ...(hasEvents ? { events: String(quantity), eventMinutes: String(timespanMinutes) } : {}),
    ...(users === null ? {} : { users: String(users.quantity), userMinutes: String(users.minutes) }),
    ...{ cooldown: alert.cooldownMinutes, digest: alert.digestMinutes, hasQuiet: quietHours !== null },
    ...(quietHours === null
      ? {}
      : {
          ...{ quietStart: quietHours.start, quietEnd: quietHours.end, timeZone: quietHours.timeZone },
          quietDays: quietHours.days,
        }),
    // Without any, mails go to the project's teams: the form says so.
    recipients:
      alert.alertRecipients.length === 0 ? [newRecipient('email')] : alert.alertRecipients.map(recipientDraft),
  }
}

/** Another one like it: what only the server knows is to be typed again. */
export function likeDraft(alert: OrganizationAlertJson, timeZone: string): AlertDraft {
  const draft = draftOf(alert, timeZone)
  return {
    ...draft,
    name: draft.name === '' ? '' : `${draft.name} (copy)`.slice(0, 255),
    recipients: draft.recipients.map((recipient) => withoutKept({ ...recipient, id: null })),
  }
}

/** What is saved. Whether it is on or muted is not of the form, and stays. */
export function inputOfDraft(draft: AlertDraft): AlertInput {
  return { ...ruleOf(draft), alertRecipients: draft.recipients.map((one): AlertRecipientInput => recipientInput(one)) }
}

/** The rule without those that it tells. What of monitors it tells its triggers say. */
export function ruleOf(draft: AlertDraft): AlertInput {
  const { name, triggers, hasEvents, hasUsers, query, cooldown, digest } = draft
  return {
    ...{ name: name.trim(), triggers, query: query.trim(), cooldownMinutes: cooldown },
    digestMinutes: digest,
    quantity: hasEvents ? Number(draft.events) : null,
    timespanMinutes: hasEvents ? Number(draft.eventMinutes) : null,
    users: hasUsers ? { quantity: Number(draft.users), minutes: Number(draft.userMinutes) } : null,
    quietHours: draft.hasQuiet
      ? {
          ...{ start: draft.quietStart, end: draft.quietEnd, timeZone: draft.timeZone },
          days: [...draft.quietDays].sort((a, b) => a - b),
        }
      : null,
  }
}
