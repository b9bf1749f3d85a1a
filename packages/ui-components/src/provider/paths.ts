const segment = encodeURIComponent

/** What an issue has beside its latest event, each at an address of its own. */
export const ISSUE_TABS = ['events', 'tags', 'grouping', 'activity', 'similar', 'compare'] as const
export type IssueTab = (typeof ISSUE_TABS)[number]

export function isIssueTab(name: string): name is IssueTab {
  return (ISSUE_TABS as readonly string[]).includes(name)
}

/** The parts of the settings of an organization. */
export type OrganizationPlace = 'general' | 'members' | 'teams' | 'projects' | 'integrations' | 'usage' | 'audit-log'

/** What whoever runs the instance has pages for. */
export type AdminPlace =
  | 'overview'
  | 'users'
  | 'organizations'
  | 'ingest'
  | 'storage'
  | 'sign-in'
  | 'settings'
  | 'audit-log'

/** Where things are within the app, without the base path. The one place that knows. */
export const paths = {
  home: () => '/',
  setup: () => '/setup',
  login: (next?: string) => {
    if (next === undefined || next === '/') return '/login'
    // Whoever is refused several things at once is led here several times, and came from elsewhere.
    return /^\/login(?:\?|$)/.test(next) ? next : `/login?next=${segment(next)}`
  },
  register: (next?: string) => (next === undefined || next === '/' ? '/register' : `/register?next=${segment(next)}`),
  /** `key` is the end of the link in the mail. The server names both addresses in its mails. */
  resetPassword: (key?: string) =>
    key === undefined ? '/reset-password' : `/reset-password/set-new-password/${segment(key)}`,
  /** `token` is the end of the link in the mail, as the server writes it. */
  confirmEmail: (token: string) => `/profile/confirm-email/${segment(token)}`,
  invitation: (id: string, token: string) => `/accept/${segment(id)}/${segment(token)}`,
  newOrganization: () => '/organizations/new',
  issues: (org: string, search = '') => `/${segment(org)}/issues${search}`,
  issue: (org: string, id: string, search = '') => `/${segment(org)}/issues/${segment(id)}${search}`,
  event: (org: string, issueId: string, eventId: string, search = '') =>
    `/${segment(org)}/issues/${segment(issueId)}/events/${segment(eventId)}${search}`,
  issueTab: (org: string, id: string, tab: IssueTab, search = '') =>
    `/${segment(org)}/issues/${segment(id)}/${tab}${search}`,
  releases: (org: string, search = '') => `/${segment(org)}/releases${search}`,
  release: (org: string, version: string) => `/${segment(org)}/releases/${segment(version)}`,
  alerts: (org: string, search = '') => `/${segment(org)}/alerts${search}`,
  newAlert: (org: string, search = '') => `/${segment(org)}/alerts/new${search}`,
  /** With its project nothing else has to be read to find it. */
  alert: (org: string, id: number, project?: string) =>
    `/${segment(org)}/alerts/${id}${project === undefined ? '' : `?project=${segment(project)}`}`,
  alertLog: (org: string, search = '') => `/${segment(org)}/alerts/log${search}`,
  uptime: (org: string, search = '') => `/${segment(org)}/uptime${search}`,
  incidents: (org: string, search = '') => `/${segment(org)}/incidents${search}`,
  incident: (org: string, id: string) => `/${segment(org)}/incidents/${segment(id)}`,
  maintenance: (org: string, search = '') => `/${segment(org)}/maintenance${search}`,
  statusPages: (org: string) => `/${segment(org)}/status-pages`,
  statusPage: (org: string, slug: string) => `/${segment(org)}/status-pages/${segment(slug)}`,
  newMonitor: (org: string, search = '') => `/${segment(org)}/uptime/new${search}`,
  monitor: (org: string, id: number, search = '') => `/${segment(org)}/uptime/${id}${search}`,
  editMonitor: (org: string, id: number) => `/${segment(org)}/uptime/${id}/edit`,
  projects: (org: string) => `/${segment(org)}/projects`,
  newProject: (org: string) => `/${segment(org)}/projects/new`,
  projectSetup: (org: string, project: string) => `/${segment(org)}/projects/${segment(project)}/setup`,
  projectSettings: (org: string, project: string) => `/${segment(org)}/settings/projects/${segment(project)}`,
  projectKeys: (org: string, project: string) => `/${segment(org)}/settings/projects/${segment(project)}/keys`,
  projectEnvironments: (org: string, project: string) =>
    `/${segment(org)}/settings/projects/${segment(project)}/environments`,
  projectFilters: (org: string, project: string) => `/${segment(org)}/settings/projects/${segment(project)}/filters`,
  projectLimits: (org: string, project: string) => `/${segment(org)}/settings/projects/${segment(project)}/limits`,
  projectAlerts: (org: string, project: string) => `/${segment(org)}/settings/projects/${segment(project)}/alerts`,
  projectGrouping: (org: string, project: string) => `/${segment(org)}/settings/projects/${segment(project)}/grouping`,
  projectOwnership: (org: string, project: string) =>
    `/${segment(org)}/settings/projects/${segment(project)}/ownership`,
  discardedIssues: (org: string, project: string) => `/${segment(org)}/settings/projects/${segment(project)}/discarded`,
  ingestLog: (org: string, project: string) => `/${segment(org)}/settings/projects/${segment(project)}/ingest-log`,
  organizationSettings: (org: string, place: OrganizationPlace = 'general') => `/${segment(org)}/settings/${place}`,
  tokens: () => '/profile/tokens',
  notifications: () => '/profile/notifications',
  shortcuts: () => '/profile/shortcuts',
  account: () => '/profile/account',
  security: () => '/profile/security',
  appearance: () => '/profile/appearance',
  admin: (place: AdminPlace) => `/admin/${place}`,
}

/**
 * Where to go after signing in: `next` of the login page if it is a path of this app, else home.
 * Anything that a browser could take for another host is refused.
 */
export function safeNext(search: string): string {
  const next = new URLSearchParams(search).get('next')
  if (next === null || !next.startsWith('/') || /^\/[/\\]/.test(next) || /[\s\\]/.test(next)) return paths.home()
  return next
}
