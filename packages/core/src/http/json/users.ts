import type { ApiTokenJson, UserJson } from '../../client/account-types.js'
import type { ApiToken, User } from '../../ports/model.js'
import type { Identity } from '../../ports/sign-in.js'
import { identityJson } from './providers.js'

export function userJson(user: User, identities: readonly Identity[] = []): UserJson {
  return {
    id: user.id,
    username: user.email,
    email: user.email,
    name: user.name,
    isSuperuser: user.isSuperuser,
    isActive: user.isActive,
    dateJoined: user.createdAt.toISOString(),
    lastLogin: user.lastLoginAt?.toISOString() ?? null,
    hasPasswordAuth: user.passwordHash !== null,
    identities: identities.map(identityJson),
    options: optionsJson(user.options),
  }
}

/** As the auth API has it. */
export function authUserJson(user: User) {
  return {
    id: Number(user.id),
    display: user.name === '' ? user.email : user.name,
    email: user.email,
    username: user.email,
    has_usable_password: user.passwordHash !== null,
  }
}

/** `value` is known only in the moment in which the token is made. */
export function apiTokenJson(token: ApiToken, value = ''): ApiTokenJson {
  return {
    id: Number(token.id),
    label: token.label,
    scopes: [...token.scopes],
    token: value,
    created: token.createdAt.toISOString(),
    lastUsed: token.lastUsedAt?.toISOString() ?? null,
    expires: token.expiresAt?.toISOString() ?? null,
  }
}

// Checked when they were stored; clients expect every key.
function optionsJson(options: Readonly<UserJson['options']>): UserJson['options'] {
  const { timezone, stacktraceOrder, language, clock24Hours, preferredTheme } = options
  return {
    timezone: timezone ?? null,
    stacktraceOrder: stacktraceOrder ?? null,
    language: language ?? null,
    clock24Hours: clock24Hours ?? null,
    preferredTheme: preferredTheme ?? null,
  }
}
