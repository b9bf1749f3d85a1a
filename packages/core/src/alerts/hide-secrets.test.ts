import { describe, expect, it } from '@jest/globals'
import { hideSecrets, shownUrl } from './hide-secrets.js'

const shown = (text: string, url: string, config: object = {}) => hideSecrets(text, { url, config: { ...config } })

describe('secrets of a recipient', () => {
  it('are hidden in whatever is shown, as they are and as they are written elsewhere', () => {
    const url = 'https://ada:p4ssword@hooks.example.com/services/T0AAAAAAA/k3y%20of%20it?token=s3cret&v=2'
    const config = { api_key: 'zul"ip-key', headers: [{ name: 'X-Auth', value: 'Bearer abc' }], topic: 'errors', n: 1 }
    const said = `POST ${url}
/services/T0AAAAAAA/k3y%20of%20it p4ssword s3cret "k3y of it" zul"ip-key ${JSON.stringify(config.api_key)}
X-Auth: Bearer abc in errors of services v=2`
    expect(shown(said, url, config)).toBe(`POST ********
/services/********/******** ******** ******** "********" ******** "********"
X-Auth: ******** in errors of services v=2`)
  })

  it('leave what everybody may see', () => {
    expect(
      shown('to #ops at https://example.com/ a b', 'https://example.com/a/b', { channel: '#ops', chatID: '12345' }),
    ).toBe('to #ops at https://example.com/ a b')
    expect(hideSecrets('as it is', null)).toBe('as it is')
    expect(shown('no address', 'nowhere')).toBe('no address')
  })

  it('are the path of an address, of which the host is shown', () => {
    expect(shownUrl('https://ada:pw@hooks.example.com:8443/T0?x=1')).toBe('https://hooks.example.com:8443/********')
    expect(shownUrl('https://ntfy.example.com')).toBe('https://ntfy.example.com/')
    expect(shownUrl('nowhere')).toBe('********')
  })
})
