import { describe, expect, it } from '@jest/globals'
import { freeId, readJoining, typedJoining, wordsOf } from './typed-provider.js'

describe('a provider as it is typed', () => {
  it('is read as it was written', () => {
    const joining = {
      organization: 'acme',
      emailDomains: ['acme.example', 'acme.test'],
      role: null,
      groupsClaim: 'realm_access.roles',
      groupRoles: { 'cn=leads, ou=x': 'manager' },
    } as const
    const given = { ...joining, emailDomains: [...joining.emailDomains], groupRoles: { ...joining.groupRoles } }
    expect(readJoining(typedJoining(given))).toEqual(given)
    expect(readJoining(typedJoining(null))).toBeNull()
  })

  it('leaves out groups without a name', () => {
    const typed = {
      ...typedJoining(null),
      isOn: true,
      organization: ' acme ',
      groups: [{ name: ' ', role: 'owner' } as const],
    }
    expect(readJoining(typed)).toMatchObject({ organization: 'acme', role: 'member', groupRoles: {} })
  })

  it('has a name that is not taken', () => {
    expect(freeId('oidc', [])).toBe('sso')
    expect(freeId('github', [{ id: 'github' }, { id: 'github-2' }])).toBe('github-3')
    expect(wordsOf(' a, b\n c,')).toEqual(['a', 'b', 'c'])
  })
})
