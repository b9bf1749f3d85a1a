import type { MailKind, NotificationMatrixJson } from '@mishap/core/client'

/** In the order of the columns. */
export const MAIL_KINDS: readonly { readonly kind: MailKind; readonly label: string; readonly note: string }[] = [
  { kind: 'alerts', label: 'Alerts', note: 'Issues that an alert of the project tells of.' },
  { kind: 'uptime', label: 'Uptime', note: 'Monitors that go down, are slow, or are back.' },
  { kind: 'limits', label: 'Limits', note: 'Quotas that are used up, and events that come in floods.' },
  { kind: 'assigned', label: 'Assigned', note: 'An issue becomes yours, or your team’s.' },
  { kind: 'mentioned', label: 'Mentioned', note: 'Somebody names you in a comment.' },
  { kind: 'followed', label: 'Followed', note: 'Comments and changes of issues that you follow.' },
]

/** What holds for a project where nothing is chosen for the kind: monitors and limits are told of as its alerts are. */
export function isHeardByDefault({ byDefault, projects }: NotificationMatrixJson, id: string, kind: MailKind): boolean {
  const ofAlerts = kind === 'uptime' || kind === 'limits' ? projects[id]?.alerts : undefined
  return ofAlerts ?? byDefault[kind]
}
