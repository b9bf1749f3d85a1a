import { limitAttempts } from '../../auth/limit.js'
import { AppError, errorCode } from '../../errors.js'
import { oneAtATime } from '../../import/one-at-a-time.js'
import { openRemote } from '../../import/remote.js'
import type { ImportKind, OrganizationReport } from '../../import/report.js'
import { bringOrganization } from '../../import/run.js'
import { openOrganization, requireRole, type Seat } from '../../orgs/access.js'
import { LEAST_ROLE } from '../../orgs/roles.js'
import { jsonResponse } from '../answers.js'
import { aboutOrganization, record } from '../audit.js'
import { readFields, text } from '../input.js'
import type { Call, HttpResponse, Route } from '../types.js'
import { forAction, ORG_ADMIN } from './rules.js'

const PATH = '/api/0/import/'

/** The organization is named in the body, and so is the role asked for in here. */
export const importRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: PATH,
    operation: 'importOrganization',
    auth: forAction('organization.import', ORG_ADMIN),
    handle: run,
  },
]

const INPUT = {
  url: text({ min: 1, max: 500 }),
  authToken: text({ min: 1, max: 500, pattern: { regex: /^[\x21-\x7e]+$/, wanted: 'a token' } }),
  organizationSlug: text({ min: 1, max: 200 }),
}

/** What fits into a request. The rest is for the command line, which has the time. */
const KINDS: ReadonlySet<ImportKind> = new Set(['teams', 'members', 'projects'])
/** Who asks waits for the answer, and has named the server. */
const BOUNDS = { questions: 500, entries: 10_000, bytes: 50 * 1024 * 1024, timeoutMs: 10_000, waitMs: 3_000 }
const TRIES = 2
const LIMIT = { limit: 30, windowMs: 60 * 60_000 }

async function run(call: Call): Promise<HttpResponse> {
  const { url, authToken, organizationSlug } = readFields(await call.json(), INPUT)
  const seat = await openOrganization(call.context, call.actor, organizationSlug)
  requireRole(seat, LEAST_ROLE['organization.import'])
  const { id } = seat.organization
  await limitAttempts(call.context, { key: `import:${id}`, ...LIMIT })
  const address = { url, token: authToken }
  const counts = countsOf(await asking(() => oneAtATime(call.context, id, () => bring(call, seat, address))))
  await record(call, {
    ...aboutOrganization(seat.organization),
    action: 'organization.imported',
    after: { from: URL.canParse(url) ? new URL(url).host : '', ...counts },
  })
  return jsonResponse(200, counts)
}

/** The organization with the same slug. People are invited without mail; whoever imports gives no role above their own. */
function bring({ context, signal }: Call, seat: Seat, address: { readonly url: string; readonly token: string }) {
  const { organization, user, membership } = seat
  const remote = openRemote(context, address, { tries: TRIES, bounds: BOUNDS, signal })
  const options = {
    ...({
      kind: 'glitchtip',
      kinds: KINDS,
      owner: user,
      mostRole: membership.role,
      mayTakeOver: user.isSuperuser,
    } as const),
    ...{ isDryRun: false, isMailed: false, eventsPerIssue: 1 },
  }
  const target = { organization, slug: organization.slug, isNew: false }
  return bringOrganization(context, options, { slug: organization.slug, remote }, target)
}

/** Whatever is wrong is with the server that the caller named, not with us. */
async function asking<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask()
  } catch (error) {
    if (errorCode(error) !== 'unavailable' || !(error instanceof Error)) throw error
    throw new AppError('invalid_input', error.message, { cause: error })
  }
}

/** How many of each are new. */
function countsOf({ counts }: OrganizationReport) {
  const made = (kind: keyof OrganizationReport['counts']) => counts[kind]?.made ?? 0
  return { members: made('members'), teams: made('teams'), projects: made('projects'), keys: made('keys') }
}
