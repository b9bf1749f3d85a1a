import type {
  ApiTokenJson,
  EventDetailJson,
  IngestSettingsJson,
  IntegrationJson,
  IssueDetailJson,
  MuteJson,
  OrganizationJson,
  ProjectKeyJson,
  ProjectOrganizationJson,
  RetentionJson,
  SettingsJson,
  UserJson,
} from '@mishap/core/client'

/** Noon of the day on which every story happens. */
export const STORY_NOW = new Date('2026-01-15T12:00:00Z')

/** So many minutes before that noon, as the API writes it. */
export const minutesAgo = (minutes: number) => new Date(STORY_NOW.getTime() - minutes * 60_000).toISOString()

const DAY = 24 * 60
const avatar = { avatarType: 'letter_avatar', avatarUuid: null }

export function aUser(overrides: Partial<UserJson> = {}): UserJson {
  return {
    id: '1',
    username: 'ada@example.com',
    email: 'ada@example.com',
    name: 'Ada Lovelace',
    isSuperuser: true,
    isActive: true,
    dateJoined: minutesAgo(30 * DAY),
    lastLogin: minutesAgo(40),
    hasPasswordAuth: true,
    identities: [],
    options: {},
    ...overrides,
  }
}

export function anOrganization(overrides: Partial<OrganizationJson> = {}): OrganizationJson {
  return {
    id: '1',
    name: 'Acme',
    slug: 'acme',
    dateCreated: minutesAgo(30 * DAY),
    status: { id: 'active', name: 'active' },
    avatar,
    isEarlyAdopter: false,
    require2fa: false,
    require2FA: false,
    requireEmailVerification: false,
    features: [],
    isAcceptingEvents: true,
    eventThrottleRate: 0,
    ...overrides,
  }
}

export function aProject(overrides: Partial<ProjectOrganizationJson> = {}): ProjectOrganizationJson {
  return {
    id: '1',
    name: 'Shop API',
    slug: 'shop-api',
    platform: 'node',
    firstEvent: minutesAgo(20 * DAY),
    eventThrottleRate: 0,
    scrubIPAddresses: true,
    rateLimit: null,
    spikeGuard: true,
    dateCreated: minutesAgo(30 * DAY),
    isMember: true,
    hasAccess: true,
    isBookmarked: false,
    isInternal: false,
    isPublic: false,
    features: [],
    color: '',
    avatar,
    teams: [{ id: '1', slug: 'acme' }],
    organization: anOrganization(),
    ...overrides,
  }
}

export function aKey(overrides: Partial<ProjectKeyJson> = {}): ProjectKeyJson {
  const key = '4f1d3a0c9b7e4c52a1f08d6e2b3c4d5e'
  return {
    id: '4f1d3a0c-9b7e-4c52-a1f0-8d6e2b3c4d5e',
    public: key,
    label: 'Default',
    name: 'Default',
    projectID: 1,
    dateCreated: minutesAgo(30 * DAY),
    isActive: true,
    rateLimit: null,
    dsn: {
      public: `https://${key}@errors.example.com/1`,
      secret: `https://${key}@errors.example.com/1`,
      security: `https://errors.example.com/api/1/security/?sentry_key=${key}`,
    },
    ...overrides,
  }
}

export function anIssue(overrides: Partial<IssueDetailJson> = {}): IssueDetailJson {
  const metadata = overrides.metadata ?? {
    type: 'TypeError',
    value: "Cannot read properties of undefined (reading 'total')",
    filename: 'src/checkout/cart.ts',
    function: 'cartTotal',
  }
  return {
    id: '1',
    shortId: 'SHOP-API-1',
    title: metadata.title ?? `${metadata.type ?? 'Error'}: ${metadata.value ?? ''}`,
    culprit: 'src/checkout/cart in cartTotal',
    count: '42',
    userCount: 17,
    type: 'error',
    level: 'error',
    status: 'unresolved',
    statusDetails: {},
    metadata,
    project: { id: '1', name: 'Shop API', slug: 'shop-api', platform: 'node' },
    firstSeen: minutesAgo(9 * DAY),
    lastSeen: minutesAgo(3),
    numComments: 0,
    permalink: 'https://errors.example.com/acme/issues/1',
    stats: {},
    shareId: null,
    logger: null,
    subscriptionDetails: null,
    matchingEventId: null,
    firstRelease: null,
    lastRelease: null,
    assignedTo: null,
    substatus: 'ongoing',
    statusReason: 'Ongoing: first seen more than 7 days ago and not resolved.',
    regressedRelease: null,
    escalation: null,
    priority: 'high',
    hasSeen: false,
    isBookmarked: false,
    isSubscribed: false,
    seenBy: [],
    participants: [],
    activity: [],
    isUnhandled: true,
    regressedAt: null,
    userReportCount: 0,
    ...overrides,
  }
}

export function anEvent(overrides: Partial<EventDetailJson> = {}): EventDetailJson {
  return {
    id: '019bc1d0a0007000800000000000a001',
    eventID: 'a3f1c2d4e5b64798a0b1c2d3e4f50617',
    projectID: 1,
    groupID: '1',
    title: "TypeError: Cannot read properties of undefined (reading 'total')",
    message: "TypeError: Cannot read properties of undefined (reading 'total')",
    culprit: 'src/checkout/cart in cartTotal',
    type: 'error',
    platform: 'node',
    dateCreated: minutesAgo(3),
    dateReceived: minutesAgo(3),
    payloadRemovedAt: null,
    dist: null,
    metadata: { type: 'TypeError', value: "Cannot read properties of undefined (reading 'total')" },
    tags: [
      { key: 'environment', value: 'production' },
      { key: 'level', value: 'error' },
    ],
    packages: {},
    contexts: {},
    context: {},
    user: null,
    sdk: { name: 'sentry.javascript.node', version: '11.12.0' },
    errors: [],
    entries: [],
    userReport: null,
    nextEventID: null,
    previousEventID: null,
    lastEventID: null,
    firstEventID: null,
    _meta: {},
    ordinal: null,
    total: 1,
    release: null,
    ...overrides,
  }
}

export function anIntegration(overrides: Partial<IntegrationJson> = {}): IntegrationJson {
  return {
    ...{ id: '1', kind: 'github', name: 'GitHub', url: 'https://github.com', state: 'ok', error: '' },
    ...{ account: 'mishap-bot', hasToken: true, hasWebhookSecret: true, closesLinked: true, resolvesIssues: true },
    webhookURL: 'https://errors.example.com/api/0/integrations/1/hook/',
    template: { title: '{{ shortID }}: {{ title }}', body: '{{ url }}\n\n{{ stack }}' },
    ...{ lastUsed: minutesAgo(12), created: minutesAgo(9 * DAY) },
    ...overrides,
  }
}

export function aMute(overrides: Partial<MuteJson> = {}): MuteJson {
  return {
    id: '1',
    issueID: null,
    project: { id: '2', slug: 'web', name: 'Storefront' },
    isOwn: true,
    until: null,
    created: minutesAgo(5),
    createdBy: 'Ada Lovelace',
    ...overrides,
  }
}

export function aToken(overrides: Partial<ApiTokenJson> = {}): ApiTokenJson {
  return {
    id: 1,
    label: 'CI upload',
    scopes: ['project:releases', 'org:read'],
    token: '',
    created: minutesAgo(6 * DAY),
    lastUsed: null,
    expires: null,
    ...overrides,
  }
}

export function someSettings(overrides: Partial<SettingsJson> = {}): SettingsJson {
  return {
    socialApps: [],
    billingEnabled: false,
    iPaidForGlitchTip: false,
    enableUserRegistration: false,
    enableSocialAppsUserRegistration: false,
    enableOrganizationCreation: true,
    stripePublicKey: null,
    plausibleUrl: null,
    plausibleDomain: null,
    chatwootWebsiteToken: null,
    sentryDSN: null,
    sentryTracesSampleRate: null,
    environment: null,
    version: '0.1.0',
    serverTimeZone: 'UTC',
    glitchtipInstanceName: null,
    enabledFeatures: [],
    hostAuth: null,
    passwordLogin: true,
    passkeys: true,
    needsSetup: false,
    setupTokenRequired: false,
    canSendMail: true,
    ...overrides,
  }
}

/** Of a project that has changed none. */
export function noIngestSettings(settings: Partial<IngestSettingsJson> = {}): IngestSettingsJson {
  return {
    browserExtensions: false,
    localhost: false,
    legacyBrowsers: false,
    webCrawlers: false,
    healthChecks: false,
    errorMessages: [],
    releases: [],
    ipRanges: [],
    scrubSecrets: true,
    sensitiveFields: [],
    safeFields: [],
    ...settings,
  }
}

/** What a project holds that has these events, within the limits that a server has at first. */
export function aRetention(events: readonly EventDetailJson[], overrides: Partial<RetentionJson> = {}): RetentionJson {
  const whole = events.filter((event) => event.payloadRemovedAt === null)
  const days = events.map(({ dateReceived }) => dateReceived.slice(0, 10)).sort()
  return {
    events: events.length,
    payloads: whole.length,
    bytes: whole.reduce((sum, event) => sum + JSON.stringify(event).length, 0),
    oldestDay: days[0] ?? null,
    maxEvents: null,
    maxBytes: null,
    defaultMaxEvents: 1_000_000,
    defaultMaxBytes: 4 * 1024 ** 3,
    ...overrides,
  }
}
