import { describe, expect, it } from '@jest/globals'
import { readKumaBackup } from './kuma.js'

const one = (entry: object, others: readonly object[] = []) => {
  const monitorList = [{ id: 1, name: 'Shop', interval: 60, maxretries: 2, active: true, ...entry }, ...others]
  return readKumaBackup(JSON.stringify({ version: '1.23.16', notificationList: [], monitorList })).monitors[0]!
}
const HTTP = { type: 'http', url: 'https://shop.example/', accepted_statuscodes: ['200-299', '304'] }

describe('a backup of Uptime Kuma', () => {
  it('has monitors that are asked over HTTP', () => {
    const { input, notes } = one({
      ...HTTP,
      ...{ method: 'POST', body: '{"a":1}', headers: '{"x-key": "k"}', maxredirects: 3, ignoreTls: true },
      ...{ authMethod: 'basic', basic_auth_user: 'ada', basic_auth_pass: 's', retryInterval: 20, resendInterval: 5 },
    })
    expect(input).toMatchObject({
      ...{ monitorType: 'HTTP', url: 'https://shop.example/', confirmationThreshold: 3, retryInterval: 20 },
      ...{ interval: 60, isPaused: false, remindEvery: 300, assertions: [{ kind: 'status', expected: '200-299,304' }] },
      request: {
        ...{ method: 'POST', body: '{"a":1}', redirects: 3, verifyTls: false },
        headers: [{ name: 'x-key', value: 'k' }],
        auth: { kind: 'basic', username: 'ada', password: 's' },
      },
    })
    expect(notes).toEqual([])
  })

  it.each([
    [
      { ...HTTP, type: 'keyword', keyword: 'ok' },
      { kind: 'body', compare: 'contains', value: 'ok' },
    ],
    [
      { ...HTTP, type: 'keyword', keyword: 'no', invertKeyword: true },
      { kind: 'body', compare: 'not_contains', value: 'no' },
    ],
    [
      { ...HTTP, type: 'json-query', jsonPath: 'a.b', expectedValue: 7 },
      { kind: 'json', path: '$.a.b', compare: 'equals', value: '7' },
    ],
  ])('has what answers must be: %j', (entry, assertion) => {
    expect(one(entry).input?.assertions).toEqual([expect.anything(), assertion])
  })

  it.each([
    [
      { type: 'port', hostname: 'db.example', port: 5432 },
      { monitorType: 'TCP Port', url: 'db.example:5432' },
    ],
    [
      { type: 'ping', hostname: 'db.example' },
      { monitorType: 'ICMP', url: 'db.example' },
    ],
    [
      { type: 'dns', hostname: 'shop.example', dns_resolve_type: 'MX', dns_resolve_server: '1.1.1.1', port: 53 },
      { monitorType: 'DNS', url: 'shop.example', dns: { recordType: 'MX', resolver: '1.1.1.1' } },
    ],
    [
      { type: 'push', interval: 300, active: 0 },
      { monitorType: 'Heartbeat', interval: 300, isPaused: true },
    ],
  ])('has other types: %j', (entry, input) => {
    expect(one(entry).input).toMatchObject(input)
  })

  it('has groups in groups, and tags', () => {
    const groups = [
      { id: 7, name: 'Shop', type: 'group', parent: null },
      { id: 8, name: 'Pay/ments', type: 'group', parent: 7 },
      { id: 9, name: 'Round', type: 'group', parent: 9 },
    ]
    const tags = [
      { name: 'prod', value: '' },
      { name: 'team', value: 'a' },
      { name: 'prod', value: '' },
    ]
    expect(one({ ...HTTP, parent: 8, tags }, groups).input).toMatchObject({
      group: 'Shop/Pay-ments',
      tags: ['prod', 'team: a'],
    })
    expect(String(one({ ...HTTP, parent: 9 }, groups).input?.group)).toMatch(/^Round/)
  })

  it.each([
    [{ type: 'docker' }, /docker/],
    [{ ...HTTP, upsideDown: true }, /upside down/],
  ])('says what cannot be had: %j', (entry, why) => {
    expect(one(entry)).toMatchObject({ input: null, notes: [expect.stringMatching(why)] })
  })

  it('says what is not as it was there', () => {
    const entry = {
      ...HTTP,
      authMethod: 'ntlm',
      headers: '{',
      expiryNotification: true,
      notificationIDList: { 1: true },
      proxyId: 4,
    }
    expect(one(entry).notes).toEqual([
      ...[expect.stringMatching(/headers/), expect.stringMatching(/ntlm/), expect.stringMatching(/certificate/)],
      ...[expect.stringMatching(/alerts/), expect.stringMatching(/proxy/)],
    ])
    const all = readKumaBackup(JSON.stringify({ monitorList: [], notificationList: [{}, {}] }))
    expect(all.notCarried).toEqual(['notificationList: 2'])
  })

  it.each(['', '[]', '{"monitorList": 3}', '{"version": "1"}', 'nonsense'])('is not %j', (text) => {
    expect(() => readKumaBackup(text)).toThrow(/Uptime Kuma/)
  })
})
