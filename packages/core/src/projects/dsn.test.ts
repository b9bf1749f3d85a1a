import { describe, expect, it } from '@jest/globals'
import { resolveConfig } from '../config.js'
import { dsnOf, securityEndpointOf } from './dsn.js'

const key = { publicKey: 'a'.repeat(32), projectId: '7' }

describe('dsnOf', () => {
  it('has the port and the mount prefix of the configured address', () => {
    const config = resolveConfig({ url: 'https://host.example:8443/monitoring/' })
    expect(dsnOf(config, key)).toBe(`https://${key.publicKey}@host.example:8443/monitoring/7`)
    expect(securityEndpointOf(config, key)).toBe(
      `https://host.example:8443/monitoring/api/7/security/?glitchtip_key=${key.publicKey}`,
    )
  })

  it('is short at the root', () => {
    expect(dsnOf(resolveConfig({ url: 'http://localhost' }), key)).toBe(`http://${key.publicKey}@localhost/7`)
  })
})
