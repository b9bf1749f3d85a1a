import { describe, expect, it } from '@jest/globals'
import { clientIp } from './client-ip.js'

const ip = (remoteAddress: string | undefined, forwarded: string | null, trustProxy: boolean) =>
  clientIp({ socket: { remoteAddress } }, (name) => (name === 'x-forwarded-for' ? forwarded : null), trustProxy)

describe('clientIp', () => {
  it('is the address of the socket, an IPv4 one in its own writing', () => {
    expect(ip('::ffff:10.0.0.1', '9.9.9.9', false)).toBe('10.0.0.1')
    expect(ip('2001:db8::1', null, false)).toBe('2001:db8::1')
    expect(ip(undefined, null, false)).toBeNull()
  })

  it('is what the proxy in front wrote last, where it is believed', () => {
    expect(ip('10.0.0.1', '6.6.6.6, 203.0.113.9', true)).toBe('203.0.113.9')
    expect(ip('10.0.0.1', '203.0.113.9:4711', true)).toBe('203.0.113.9')
    expect(ip('10.0.0.1', '[2001:db8::2]:4711', true)).toBe('2001:db8::2')
  })

  it('falls back to the socket where the header is no address', () => {
    expect(ip('10.0.0.1', 'unknown', true)).toBe('10.0.0.1')
    expect(ip('10.0.0.1', '', true)).toBe('10.0.0.1')
  })
})
