import type { AuditEntryJson } from '@mishap/core/client'
import { clip, inlineValue, lookup, visibleText } from '@mishap/core/format'

/** What was done, as it goes on after who did it: `invited`. Before the name of what it was done to. */
const VERBS: Readonly<Record<string, string>> = {
  'account.deleted': 'deleted their account',
  'account.email_added': 'added the address',
  'account.email_confirmed': 'confirmed the address',
  'account.email_removed': 'removed the address',
  'account.passkey_added': 'added a passkey',
  'account.passkey_removed': 'removed a passkey',
  'account.passkey_renamed': 'renamed a passkey',
  'account.password_changed': 'changed their password',
  'account.password_reset': 'set a new password by a link',
  'account.primary_email_changed': 'changed their primary address',
  'account.recovery_codes_replaced': 'made other recovery codes',
  'account.sessions_ended': 'signed out browsers of their own',
  'account.totp_activated': 'set up an authenticator app',
  'account.totp_deactivated': 'removed their authenticator app',
  'alert.created': 'made the alert',
  'alert.deleted': 'deleted the alert',
  'alert.updated': 'changed the alert',
  'instance.diagnostics_downloaded': 'downloaded diagnostics of',
  'instance.settings_changed': 'changed settings of',
  'key.created': 'made the key',
  'key.deleted': 'deleted the key',
  'key.updated': 'changed the key',
  'member.invited': 'invited',
  'member.invited_again': 'invited again',
  'member.joined': 'joined as',
  'member.removed': 'removed the member',
  'member.role_changed': 'changed the role of',
  'organization.created': 'made the organization',
  'organization.deleted': 'deleted the organization',
  'organization.imported': 'imported into the organization',
  'organization.ownership_transferred': 'handed on the ownership of',
  'organization.repository_added': 'told of a repository of the organization',
  'organization.throttled': 'throttled the organization',
  'organization.updated': 'changed the organization',
  'project.created': 'made the project',
  'project.deleted': 'deleted the project',
  'project.grouping_changed': 'changed how events are grouped in',
  'project.ingest_settings_changed': 'changed what is filtered and removed in',
  'project.limits_changed': 'changed the limits of',
  'project.moved': 'moved the project',
  'project.ownership_changed': 'changed the ownership rules of',
  'project.updated': 'changed the project',
  'release.created': 'made the release',
  'release.deleted': 'deleted the release',
  'release.deployed': 'deployed the release',
  'release.updated': 'changed the release',
  'team.created': 'made the team',
  'team.deleted': 'deleted the team',
  'team.updated': 'changed the team',
  'token.created': 'made the token',
  'token.deleted': 'revoked the token',
  'user.created': 'made the account',
  'user.deleted': 'deleted the account',
  'user.impersonated': 'began to act as',
  'user.impersonation_ended': 'stopped acting as',
  'user.password_reset_sent': 'made a link for a new password of',
  'user.second_factors_removed': 'removed the second factors of',
  'user.sessions_ended': 'signed out everywhere',
  'user.updated': 'changed the account',
}

/** Who of two did it is told once, where the target is the actor. */
export function auditVerb({ action }: Pick<AuditEntryJson, 'action'>): string {
  return lookup(VERBS, action) ?? `did ${visibleText(clip(action, 60))} to`
}

export interface AuditChange {
  readonly name: string
  /** Null where there was nothing, or is nothing any more. */
  readonly before: string | null
  readonly after: string | null
}

const LONGEST_VALUE = 400

/** Field by field, in the order in which they are told. */
export function auditChanges({ before, after }: Pick<AuditEntryJson, 'before' | 'after'>): readonly AuditChange[] {
  const names = new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])
  return [...names].map((name) => ({
    name: visibleText(clip(name, 80)),
    before: shownValue(before, name),
    after: shownValue(after, name),
  }))
}

function shownValue(fields: AuditEntryJson['before'], name: string): string | null {
  if (fields === null || !Object.hasOwn(fields, name) || fields[name] === null) return null
  return visibleText(clip(inlineValue(fields[name], LONGEST_VALUE), LONGEST_VALUE)) || '“”'
}
