import { describe, expect, it } from '@jest/globals'
import { ROLES } from '../ports/model.js'
import { LEAST_ROLE, mayDo, ROLE_ACCESS } from './roles.js'

describe('roles', () => {
  it.each([
    ['organization.update', ['manager', 'owner']],
    ['organization.delete', ['manager', 'owner']],
    ['organization.import', ['admin', 'manager', 'owner']],
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
    ['project.teams', ['manager', 'owner']],
    ['key.delete', ['admin', 'manager', 'owner']],
    ['comment.moderate', ['admin', 'manager', 'owner']],
  ] as const)('%s is for %j', (action, expected) => {
    expect(ROLES.filter((role) => mayDo(role, action))).toEqual(expected)
  })

  it('are all decided above', () => {
    expect(Object.keys(LEAST_ROLE)).toHaveLength(18)
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
