import type { OrganizationDetailJson, RoleName } from '@mishap/core/client'

/** From the least to the most, with what each may do beside what those before it may. */
export const ROLES: readonly { readonly role: RoleName; readonly name: string; readonly may: string }[] = [
  {
    role: 'member',
    name: 'Member',
    may: 'Works on issues, changes projects and makes keys, joins open teams. Sees everything in the organization.',
  },
  {
    role: 'admin',
    name: 'Admin',
    may: 'Also makes and deletes teams and projects, deletes keys, and chooses who is in their own teams.',
  },
  {
    role: 'manager',
    name: 'Manager',
    may: 'Also invites, ranks and removes members, changes and deletes the organization, and reads the audit log.',
  },
  { role: 'owner', name: 'Owner', may: 'Also makes others owners, and hands on the ownership.' },
]

/** The role that goes with what the reader may. */
export function ownRole({ access }: Pick<OrganizationDetailJson, 'access'>): RoleName {
  if (access.includes('org:admin')) return 'owner'
  if (access.includes('member:write')) return 'manager'
  return access.includes('team:write') ? 'admin' : 'member'
}

/** Nobody gives a role above their own, or changes somebody above themselves. */
export function mayGive(own: RoleName, role: RoleName): boolean {
  return rankOf(own) >= rankOf(role)
}

function rankOf(role: RoleName): number {
  return ROLES.findIndex((one) => one.role === role)
}
