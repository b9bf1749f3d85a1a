/** What stands for what in a path. */
export const PARAMETERS: Readonly<Record<string, string>> = {
  org: 'Slug of the organization.',
  project: 'Slug of the project.',
  team: 'Slug of the team.',
  member: 'Id of the membership, or `me`.',
  key: 'Id of the key, or the name of a tag.',
  issue: 'Id of the issue, or its short id.',
  event: 'Id of the event: 32 hex digits, or `latest`, `oldest`, `recommended`.',
  user: '`me`, or the id of the account.',
  version: 'Version of the release.',
  environment: 'Name of the environment.',
  alert: 'Id of the alert.',
  delivery: 'Id of the message of an alert.',
  mute: 'Id of what keeps alerts silent.',
  integration: 'Id of the integration.',
  mapping: 'Id of the code mapping.',
  link: 'Id of the link.',
  monitor: 'Id of the monitor.',
  maintenance: 'Id of the maintenance window.',
  incident: 'Id of the incident.',
  page: 'Slug of the status page.',
  subscriber: 'Id of the subscriber.',
  endpoint: 'The secret of a heartbeat, a UUID.',
  token: 'Id of the token, or the secret of a link.',
  comment: 'Id of the comment.',
  hash: 'Hash of the grouping, or the secret of a set-up.',
  search: 'Id of the saved view.',
  provider: 'Id of who one signs in by.',
  invitation: 'Id of the invited member.',
  discarded: 'Id of the discarded issue.',
  part: 'Id of the issue that is a part.',
  attachment: 'Id of the file.',
}

/** Parts of the API in the order in which they are read. */
export const SUBJECTS: readonly string[] = [
  ...[
    'Organizations',
    'Members and teams',
    'Projects',
    'Issues',
    'Events',
    'Releases',
    'Alerts',
    'Integrations',
    'Uptime',
    'Statistics',
  ],
  ...['Account', 'Sign-in', 'Instance', 'SDKs'],
]

/** The paths of each; the first that fits counts. */
export const SUBJECT_PATHS: readonly (readonly [name: string, path: RegExp])[] = [
  ['Sign-in', /^\/_allauth\//],
  [
    'Instance',
    /^\/(?:_health|api\/(?:settings|docs|openapi\.json)|api\/0\/(?:$|instance|internal|observability|setup|audit-logs))/,
  ],
  ['Account', /^\/api\/0\/(?:users|generate|api-tokens|wizard|accept)/],
  ['Alerts', /\/(?:alerts|alert-coverage)\//],
  ['Integrations', /\/(?:integrations|code-mappings|links|link-draft|source-links)\//],
  ['Uptime', /\/(?:monitors|maintenance-windows|monitor-uptime|heartbeat_check|incidents|status-pages)\//],
  ['Releases', /\/(?:releases|repos|commits|deploys)\//],
  ['Members and teams', /\/(?:members|teams)\/(?!:org\/:team\/projects)/],
  ['Events', /\/(?:events|user-feedback|attachments)\//],
  ['Issues', /\/(?:issues[\w-]*|searches|tags|tombstones)\//],
  ['Statistics', /\/(?:stats_v2|sessions)\//],
  ['Projects', /\/(?:projects|keys|environments|ownership|grouping)\//],
  ['Organizations', /^\//],
]

/** Operations that make something and say so with 201; others answer 200, or 204 where there is nothing to say. */
export const CREATING: ReadonlySet<string> = new Set([
  ...[
    'addEmail',
    'splitIssue',
    'createToken',
    'createOrganization',
    'createProject',
    'setup',
    'createTeam',
    'joinTeam',
  ],
  ...['createComment', 'createSavedView', 'inviteMember', 'createKey', 'addProjectTeam'],
  ...[
    'createRelease',
    'createProjectRelease',
    'createDeploy',
    'createRepository',
    'createAlert',
    'createMute',
    'createMonitor',
    'createMaintenance',
  ],
  'createStatusPage',
  ...['createIntegration', 'createCodeMapping', 'createIssueLink'],
  ...['createIncident', 'addIncidentUpdate'],
])

/** Those that answer in yet another way, as GlitchTip has it. */
export const STATUSES: Readonly<Record<string, readonly string[]>> = {
  deleteIssues: ['200'],
  endWizard: ['200'],
  grantWizard: ['200'],
  unmergeHashes: ['202'],
  // 204 where the issue was discarded.
  updateIssue: ['200', '204'],
  // Slack takes nothing but 200.
  takeIntegrationHook: ['200', '204'],
}

/** Those that also answer with a file, where the query asks for it. */
export const FILES: ReadonlySet<string> = new Set(['getEventAttachment'])

/** Where browsers are sent on to another server, or back from it. */
export const REDIRECTS = /^\/accounts\/|\/auth\/provider\/redirect$/

/** Routes that the typed client does without. */
export const OTHERS: Readonly<Record<string, { readonly id: string; readonly does: string; readonly answer: Answer }>> =
  {
    'GET /api/0/': { id: 'getRoot', does: 'Who is asking; an unknown token is refused.', answer: 'RootJson' },
    'GET /api/0/internal/health/': { id: 'getInternalHealth', does: 'Whether the storage answers.', answer: 'any' },
    'GET /api/0/organizations/:org/heartbeat_check/:endpoint/': {
      ...{ id: 'pushHeartbeat', does: 'Says how what a heartbeat watches is.', answer: 'HeartbeatJson' },
    },
    'POST /api/0/organizations/:org/heartbeat_check/:endpoint/': {
      ...{ id: 'sendHeartbeat', does: 'Says that what a heartbeat watches is alive.', answer: 'HeartbeatJson' },
    },
    'POST /api/0/integrations/:integration/hook/': {
      ...{
        id: 'takeIntegrationHook',
        does: 'Takes what a code host or tracker tells and has signed.',
        answer: 'nothing',
      },
    },
    'GET /_health/': { id: 'getHealth', does: 'Whether the process answers.', answer: 'text' },
    'GET /api/0/observability/django/': {
      ...{ id: 'getGlitchTipMetrics', does: 'Metrics under the names of GlitchTip, where they are switched on.' },
      answer: 'text',
    },
    'GET /api/openapi.json': { id: 'getApiDescription', does: 'This document.', answer: 'any' },
    'GET /api/docs/': { id: 'getApiPage', does: 'This document, to be read.', answer: 'html' },
    'GET /api/0/generate-recovery-codes/': {
      ...{ id: 'proposeRecoveryCodes', does: 'Codes that are worth nothing until one of them is sent back.' },
      answer: 'any',
    },
    'POST /api/0/generate-recovery-codes/': {
      ...{ id: 'acceptRecoveryCodes', does: 'Takes the codes that were proposed, by one of them.', answer: 'nothing' },
    },
    'GET /api/0/users/': { id: 'listOwnUser', does: 'A list of the caller alone.', answer: 'any' },
  }

/** The name of a schema, or `any` JSON, or text, or no body. */
type Answer = 'RootJson' | 'HeartbeatJson' | 'any' | 'text' | 'html' | 'nothing'
