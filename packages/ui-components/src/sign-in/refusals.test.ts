import { describe, expect, it } from '@jest/globals'
import { providerRefusal } from './refusals.js'

describe('why a provider led to nothing', () => {
  it('is said in words, also where the reason is not known', () => {
    expect(providerRefusal('?next=%2Facme')).toBeNull()
    expect(providerRefusal('?socialLoginError=true&reason=closed')).toMatch(/invite you/)
    for (const reason of ['', 'toString', '<b>x</b>'])
      expect(providerRefusal(`?socialLoginError=true&reason=${encodeURIComponent(reason)}`)).toBe(
        'Signing in by the provider did not work.',
      )
  })
})
