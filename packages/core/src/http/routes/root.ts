import { bearerOf } from '../../auth/authenticate.js'
import { hasPasskeys } from '../../auth/passkeys/passkeys.js'
import { allowsPasswords, openProviders } from '../../auth/providers/known.js'
import { isSignupOpen, needsSetup } from '../../auth/setup.js'
import type { SettingsJson } from '../../client/instance-types.js'
import { AppError } from '../../errors.js'
import { isCreationOpen } from '../../orgs/create.js'
import { jsonResponse, textResponse } from '../answers.js'
import { socialAppJson } from '../json/providers.js'
import { apiTokenJson, userJson } from '../json/users.js'
import type { Call, HttpResponse, Route } from '../types.js'
import { PUBLIC } from './rules.js'

/** What clients ask before they know anybody, and what probes ask. */
export const rootRoutes: readonly Route[] = [
  { method: 'GET', path: '/api/settings/', operation: 'getSettings', auth: PUBLIC, handle: getSettings },
  { method: 'GET', path: '/api/0/', operation: null, auth: PUBLIC, handle: getRoot },
  { method: 'GET', path: '/api/0/internal/health/', operation: null, auth: PUBLIC, handle: getInternalHealth },
  { method: 'GET', path: '/_health/', operation: null, auth: PUBLIC, handle: async () => textResponse(200, 'ok') },
]

async function getSettings({ context }: Call): Promise<HttpResponse> {
  const { config, hostAuth } = context
  const isSetupNeeded = await needsSetup(context)
  const { instanceName } = await context.settings.current()
  const [providers, isOpen] = await Promise.all([openProviders(context), isSignupOpen(context)])
  const settings: SettingsJson = {
    socialApps: providers.map(socialAppJson),
    billingEnabled: false,
    iPaidForGlitchTip: false,
    enableUserRegistration: isOpen,
    enableSocialAppsUserRegistration: isOpen || providers.some(({ opensSignUp }) => opensSignUp),
    enableOrganizationCreation: await isCreationOpen(context),
    stripePublicKey: null,
    plausibleUrl: null,
    plausibleDomain: null,
    chatwootWebsiteToken: null,
    sentryDSN: null,
    sentryTracesSampleRate: null,
    environment: null,
    version: config.version,
    serverTimeZone: 'UTC',
    glitchtipInstanceName: instanceName === '' ? null : instanceName,
    enabledFeatures: [],
    hostAuth: hostAuth === null ? null : { loginUrl: hostAuth.loginUrl ?? null, logoutUrl: hostAuth.logoutUrl ?? null },
    passwordLogin: await allowsPasswords(context),
    passkeys: hasPasskeys(context),
    needsSetup: isSetupNeeded,
    setupTokenRequired: isSetupNeeded && config.setupToken !== null,
    canSendMail: context.mailer !== null,
  }
  return jsonResponse(200, settings)
}

/** Who is asking; `sentry-cli info` reads it. An unknown token is refused rather than answered like nobody. */
async function getRoot({ actor, header }: Call): Promise<HttpResponse> {
  if (actor.kind === 'anonymous' && bearerOf(header('authorization')) !== null)
    throw new AppError('unauthenticated', 'The token is not known')
  return jsonResponse(200, {
    version: '0',
    user: actor.kind === 'anonymous' ? null : userJson(actor.user),
    auth: actor.kind === 'token' ? apiTokenJson(actor.token) : null,
  })
}

async function getInternalHealth({ context, requestId }: Call): Promise<HttpResponse> {
  try {
    await context.storage.ping()
    return jsonResponse(200, { healthy: {}, problems: [] })
  } catch (error) {
    context.logger.warn('The storage does not answer', { requestId, error })
    return jsonResponse(503, {
      healthy: {},
      problems: [{ message: 'The storage does not answer.', severity: 'critical' }],
    })
  }
}
