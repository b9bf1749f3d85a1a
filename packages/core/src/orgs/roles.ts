import { ROLES, type Role } from '../ports/model.js'

/** What a role is allowed to see and do, for front ends; `org:integrations` is no scope of tokens. */
export const ROLE_ACCESS: Readonly<Record<Role, readonly string[]>> = (() => {
  const member = [
    'event:read',
    'event:write',
    'event:admin',
    'project:read',
    'project:releases',
    'team:read',
    'member:read',
    'org:read',
  ]
  const admin = [...member, 'project:write', 'project:admin', 'team:write', 'team:admin', 'org:integrations']
  const manager = [...admin, 'member:write', 'member:admin', 'org:write']
  return { member, admin, manager, owner: [...manager, 'org:admin'] }
})()

export const ROLE_NAMES: Readonly<Record<Role, string>> = {
  member: 'Member',
  admin: 'Admin',
  manager: 'Manager',
  owner: 'Owner',
}

/** The least role for what not every member may do. */
export const LEAST_ROLE = {
  'organization.update': 'manager',
  'organization.delete': 'manager',
  'organization.import': 'manager',
  'audit.read': 'manager',
  'member.invite': 'manager',
  'member.update': 'manager',
  'member.remove': 'manager',
  'ownership.transfer': 'owner',
  'team.create': 'admin',
  'team.delete': 'admin',
  'team.member': 'admin',
  'team.foreign_member': 'manager',
  'project.create': 'admin',
  'project.delete': 'admin',
  'project.move': 'manager',
  'project.teams': 'manager',
  'key.delete': 'admin',
  'alert.foreign': 'admin',
  'alert.delete': 'admin',
  'repository.create': 'admin',
  'integration.manage': 'admin',
  'comment.moderate': 'admin',
  'view.moderate': 'admin',
} as const satisfies Readonly<Record<string, Role>>

export type Action = keyof typeof LEAST_ROLE

/** Whether `role` is at least what the action needs. */
export function mayDo(role: Role, action: Action): boolean {
  return isAtLeast(role, LEAST_ROLE[action])
}

export function isAtLeast(role: Role, least: Role): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(least)
}
