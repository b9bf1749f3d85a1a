import type { Assignee } from './issue-state.js'
import type { MailKind } from './mail-choices.js'
import type { Id } from './model.js'

/** Why somebody gets a mail of an alert; of several the first that holds. */
export const MAIL_REASONS = ['assignee', 'owner', 'user', 'team', 'project', 'address'] as const
export type MailReason = (typeof MAIL_REASONS)[number]

/** Whom one message by mail is for. Who is named and no member of the organization is left out. */
export interface MailAudience {
  /** What the message is of: who wants no such mails gets none. */
  readonly kind: MailKind
  /** The members of the project's teams too. */
  readonly isForProject: boolean
  readonly named: readonly NamedForMail[]
  /** Of anybody; one that a member of the organization has stands for them, with what they wish. */
  readonly addresses: readonly string[]
}

export type NamedForMail = Assignee & { readonly reason: Extract<MailReason, 'assignee' | 'owner' | 'user' | 'team'> }

export interface MailPerson {
  /** Null of an address that no member of the organization has. */
  readonly userId: Id | null
  /** The primary one of a user, verified or not. */
  readonly address: string
  readonly reason: MailReason
}
