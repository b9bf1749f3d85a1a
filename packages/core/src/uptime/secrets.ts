import { seal, unseal } from '../auth/seal.js'
import type { Context } from '../context.js'
import { AppError } from '../errors.js'
import type { Id } from '../ports/model.js'
import type { HttpAuth, HttpRequestSetup, SealedText } from '../ports/monitor-request.js'

/** Opens what was sealed. Throws `invalid_input` where it cannot. */
export type Unseal = (secret: SealedText) => string

/** Whether a header of this name is one whose value nobody is to read. */
export function holdsSecret(name: string): boolean {
  return /auth|cookie|credential|key|passw|secret|session|signature|token/i.test(name)
}

/** For the monitors of one organization. Throws `invalid_input` where this server keeps no secrets. */
export function sealFor({ config }: Context, organizationId: Id): (text: string) => SealedText {
  return (text) => ({ sealed: seal(config, requestUse(organizationId), text) })
}

export function unsealFor({ config }: Context, organizationId: Id): Unseal {
  return ({ sealed }) => {
    const text = unseal(config, requestUse(organizationId), sealed)
    if (text !== null) return text
    throw new AppError(
      'invalid_input',
      'A secret of this monitor cannot be read, for the secret key of the server is another one now. Give it again.',
    )
  }
}

/** As it may be told: of what is sealed, only that it is another one than before can be seen. */
export function withoutSecrets(request: HttpRequestSetup | null): object | null {
  if (request === null) return null
  const headers = request.headers.map(({ name, value }) => ({ name, value: shownOf(value) }))
  return { ...request, headers, auth: authWithoutSecrets(request.auth) }
}

function authWithoutSecrets(auth: HttpAuth): object {
  if (auth.kind === 'basic') return { ...auth, password: shownOf(auth.password) }
  return auth.kind === 'bearer' ? { ...auth, token: shownOf(auth.token) } : auth
}

// It begins with chance, which tells nothing.
function shownOf(value: string | SealedText): string {
  return typeof value === 'string' ? value : `[sealed ${value.sealed.slice(3, 9)}]`
}

/** What secrets of monitors are sealed for. */
export function requestUse(organizationId: Id): string {
  return `monitor request of ${organizationId}`
}
