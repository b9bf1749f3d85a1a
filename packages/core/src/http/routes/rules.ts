import type { Scope } from '../../auth/scopes.js'
import { type Action, LEAST_ROLE } from '../../orgs/roles.js'
import type { AuthRule } from '../types.js'

/** A session, or a token with any one of these scopes. */
function anyOf(...scopes: readonly Scope[]): UserRule {
  return { kind: 'user', scopes, role: 'member' }
}

type UserRule = Extract<AuthRule, { readonly kind: 'user' }>

/** The same, for whoever has the role that the action needs. */
export function forAction(action: Action, rule: UserRule): UserRule {
  return { ...rule, role: LEAST_ROLE[action] }
}

export const PUBLIC: AuthRule = { kind: 'public' }
export const SESSION: AuthRule = { kind: 'session' }
export const ACCOUNT: AuthRule = { kind: 'account' }
export const SUPERUSER: AuthRule = { kind: 'superuser' }

export const ORG_ANY = anyOf('org:read', 'org:write', 'org:admin')
export const ORG_WRITE = anyOf('org:write', 'org:admin')
export const ORG_ADMIN = anyOf('org:admin')
export const MEMBER_ANY = anyOf('member:read', 'member:write', 'member:admin')
export const MEMBER_WRITE = anyOf('member:write', 'member:admin')
export const MEMBER_ADMIN = anyOf('member:admin')
export const TEAM_ANY = anyOf('team:read', 'team:write', 'team:admin')
export const TEAM_WRITE = anyOf('team:write', 'team:admin')
export const TEAM_ADMIN = anyOf('team:admin')
export const TEAM_OR_ORG_ANY = anyOf('team:read', 'team:write', 'team:admin', 'org:read', 'org:write', 'org:admin')
export const TEAM_OR_ORG_WRITE = anyOf('team:write', 'team:admin', 'org:write', 'org:admin')
export const PROJECT_ANY = anyOf('project:read', 'project:write', 'project:admin')
export const PROJECT_WRITE = anyOf('project:write', 'project:admin')
export const PROJECT_ADMIN = anyOf('project:admin')
export const RELEASE_ANY = anyOf('project:releases', 'project:read', 'project:write', 'project:admin')
export const RELEASE_WRITE = anyOf('project:releases')
export const MONITOR_ANY = anyOf('project:read', 'project:write', 'project:admin', 'org:read', 'org:write', 'org:admin')
export const MONITOR_WRITE = anyOf('project:write', 'project:admin', 'org:write', 'org:admin')
export const EVENT_ANY = anyOf('event:read', 'event:write', 'event:admin')
export const EVENT_ADMIN = anyOf('event:admin')
export const EVENT_WRITE = anyOf('event:write', 'event:admin')
