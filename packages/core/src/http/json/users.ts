import type { ApiTokenJson, UserJson } from '../../client/types.js'
import type { ApiToken, User } from '../../ports/model.js'

export function userJson(user: User): UserJson {
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
    identities: [],
    options: optionsJson(user.options),
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
  }
}

// Stored as they were given, and checked when they were.
function optionsJson(options: User['options']): UserJson['options'] {
  return options
}
