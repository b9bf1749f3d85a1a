import { describe, expect, it } from '@jest/globals'
import { ROLES } from '../ports/model.js'
import { LEAST_ROLE, mayDo, ROLE_ACCESS } from './roles.js'

const ALLOWED = [
  ['organization.update', ['manager', 'owner']],
  ['organization.delete', ['manager', 'owner']],
  ['organization.import', ['manager', 'owner']],
  ['audit.read', ['manager', 'owner']],
  ['member.invite', ['manager', 'owner']],
  ['member.update', ['manager', 'owner']],
  ['member.remove', ['manager', 'owner']],
  ['ownership.transfer', ['owner']],
  ['team.create', ['admin', 'manager', 'owner']],
  ['team.delete', ['admin', 'manager', 'owner']],
  ['team.member', ['admin', 'manager', 'owner']],
  ['team.foreign_member', ['manager', 'owner']],
  ['project.create', ['admin', 'manager', 'owner']],
  ['project.delete', ['admin', 'manager', 'owner']],
  ['project.move', ['manager', 'owner']],
  ['project.teams', ['manager', 'owner']],
  ['key.delete', ['admin', 'manager', 'owner']],
  ['alert.foreign', ['admin', 'manager', 'owner']],
  ['alert.delete', ['admin', 'manager', 'owner']],
  ['repository.create', ['admin', 'manager', 'owner']],
  ['integration.manage', ['admin', 'manager', 'owner']],
  ['comment.moderate', ['admin', 'manager', 'owner']],
  ['view.moderate', ['admin', 'manager', 'owner']],
] as const

describe('roles', () => {
  it.each(ALLOWED)('%s is for %j', (action, expected) => {
    expect(ROLES.filter((role) => mayDo(role, action))).toEqual(expected)
  })

  it('are all decided above', () => {
    expect(ALLOWED.map(([action]) => action).toSorted()).toEqual(Object.keys(LEAST_ROLE).toSorted())
  })

  it('give each higher role all that the lower one has', () => {
    for (const [index, role] of ROLES.entries()) {
      const lower = ROLES[index - 1]
      if (lower !== undefined) expect(ROLE_ACCESS[role]).toEqual(expect.arrayContaining([...ROLE_ACCESS[lower]]))
    }
    expect(ROLE_ACCESS.owner).toContain('org:admin')
    expect(ROLE_ACCESS.manager).not.toContain('org:admin')
  })
})
