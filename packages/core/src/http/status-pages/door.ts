import { createHmac } from 'node:crypto'
import { limitAttempts } from '../../auth/limit.js'
import { verifyPassword } from '../../auth/password.js'
import { errorCode } from '../../errors.js'
import { openOrganization } from '../../orgs/access.js'
import type { StatusPage } from '../../ports/status-pages.js'
import type { KeptPage } from '../../status-pages/kept.js'
import { isSameSecret, readCookie } from '../cookies.js'
import type { Call } from '../types.js'

/** Whether the caller may read the page: `password` where one would open it, `hidden` where nobody says that it is there. */
export type Admission = 'open' | 'password' | 'hidden'

const VALID_DAYS = 7
const DAY_MS = 86_400_000

export async function admit(call: Call, { page, organization }: KeptPage): Promise<Admission> {
  if (page.access === 'public') return 'open'
  if (page.access === 'password') return hasCookie(call, page) ? 'open' : 'password'
  try {
    await openOrganization(call.context, await call.actorNow(), organization.slug)
    return 'open'
  } catch (error) {
    const code = errorCode(error)
    if (code === 'unauthenticated' || code === 'not_found' || code === 'second_factor_required') return 'hidden'
    throw error
  }
}

/** The cookie that opens the page for a week, or until its password changes; null for a wrong password. Rejects with `rate_limited`. */
export async function cookieFor(call: Call, page: StatusPage, password: string, path: string): Promise<string | null> {
  const { context, ip } = call
  await limitAttempts(context, { key: `status-password:${page.id}:${ip ?? ''}`, limit: 10 })
  await limitAttempts(context, { key: `status-password:${page.id}`, limit: 200 })
  if (!(await verifyPassword(password, page.passwordHash))) return null
  const until = context.clock.now().getTime() + VALID_DAYS * DAY_MS
  const secure = context.config.url.protocol === 'https:' ? '; Secure' : ''
  const age = VALID_DAYS * 86_400
  return `${nameOf(page)}=${until}.${signed(context.config.secretKey, page, until)}; Path=${path}; Max-Age=${age}; SameSite=Lax; HttpOnly${secure}`
}

function hasCookie(call: Call, page: StatusPage): boolean {
  const value = readCookie(call.header('cookie'), nameOf(page)) ?? ''
  const until = Number(value.slice(0, value.indexOf('.')))
  if (!Number.isSafeInteger(until) || until < call.context.clock.now().getTime()) return false
  const { secretKey, secretKeyFallbacks } = call.context.config
  return [secretKey, ...secretKeyFallbacks].some((key) => isSameSecret(value, `${until}.${signed(key, page, until)}`))
}

function nameOf({ id }: StatusPage): string {
  return `statuspage${id}`
}

// The hash of the password is a secret that every process has, and another one once the password is.
function signed(secretKey: string, { id, passwordHash }: StatusPage, until: number): string {
  const key = `${secretKey}\n${passwordHash ?? ''}`
  return createHmac('sha256', key).update(`status page ${id} until ${until}`).digest('base64url')
}
