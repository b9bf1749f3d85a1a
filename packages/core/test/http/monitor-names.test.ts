import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { anAnswer, memoryProber, type Said } from '../../src/adapters/memory-prober.js'
import { CHECK_REASONS } from '../../src/ports/monitors.js'
import type { Probe } from '../../src/ports/prober.js'
import { aWorld, type World } from './world.js'

let say: Said
let asked: Probe[]
let world: World
let tenant: Awaited<ReturnType<World['tenant']>>
beforeEach(async () => {
  say = anAnswer({ status: null, records: ['10 mail.example.com'] })
  asked = []
  const prober = memoryProber((probe) => {
    asked.push(probe)
    return say
  })
  world = await aWorld({ prober })
  tenant = await world.tenant()
})
afterEach(() => world.stop())

const NAME = {
  ...{ name: 'Mail', monitorType: 'DNS', url: 'example.com', expectedStatus: null, expectedBody: '', timeout: null },
}
const HOST = { ...NAME, monitorType: 'ICMP', url: '2001:db8::7' }
const ask = (path: string, body: unknown) =>
  world.ask('POST', `/api/0/organizations/${tenant.organization.slug}/monitors/${path}`, { token: tenant.token, body })

describe('a monitor of a name', () => {
  it('asks the name server that it is set up with, and tells the records', async () => {
    const dns = { recordType: 'MX', resolver: '9.9.9.9:53' }
    const assertions = [{ kind: 'record', compare: 'contains', value: 'mail.example.com.' }]
    const made = await ask('', { ...NAME, dns, assertions })
    expect(made).toMatchObject({ status: 201, body: { monitorType: 'DNS', dns, assertions, request: null } })
    const answer = { records: ['10 mail.example.com'] }
    const checked = await ask('test/', { ...NAME, dns, assertions })
    expect(checked).toMatchObject({ status: 200, body: { isUp: true, answer } })
    expect(asked.at(-1)).toEqual({ kind: 'dns', name: 'example.com', ...dns, timeoutMs: 20_000 })
  })

  it('is asked for its addresses where nothing is said, and is down without any, or with the wrong one', async () => {
    expect(await ask('', NAME)).toMatchObject({ status: 201, body: { dns: { recordType: 'A', resolver: '' } } })
    const assertions = [{ kind: 'record', compare: 'equals', value: '192.0.2.7' }]
    const reason = CHECK_REASONS.indexOf('wrong_record')
    expect(await ask('test/', { ...NAME, assertions })).toMatchObject({ body: { isUp: false, reason } })
    say = anAnswer({ status: null })
    expect(await ask('test/', NAME)).toMatchObject({
      body: { isUp: false, reason, detail: 'example.com has no record of type A' },
    })
  })

  it('is refused with the field at fault', async () => {
    const faultOf = async (monitor: object) => {
      const answer = await ask('', monitor)
      expect(answer.status).toBe(422)
      return JSON.stringify(answer.body)
    }
    expect(await faultOf({ ...NAME, url: 'https://example.com/' })).toContain('"url"')
    expect(await faultOf({ ...NAME, dns: { recordType: 'PTR' } })).toContain('"recordType"')
    for (const resolver of ['dns.example.com', '9.9.9.9:0', '9.9.9.9:53,8.8.8.8', '[9.9.9.9]:53', '::1]:53'])
      expect(await faultOf({ ...NAME, dns: { resolver } })).toContain('"resolver"')
    expect(await faultOf({ ...NAME, assertions: [{ kind: 'status', expected: '200' }] })).toContain('assertions')
    for (const url of ['', 'a b', 'https://example.com', '-c 1;x', 'example.com:80'])
      expect(await faultOf({ ...HOST, url })).toContain('"url"')
  })
})

describe('a monitor of a host', () => {
  it('has the time of its echo, and has no name server', async () => {
    const made = await ask('', HOST)
    expect(made).toMatchObject({ status: 201, body: { monitorType: 'ICMP', dns: null, request: null } })
    const timings = { dns: 3, connect: null, tls: null, firstByte: 12, transfer: null, total: 70 }
    say = anAnswer({ status: null, timings })
    const { id } = made.body as { id: number }
    expect(await ask(`${id}/check/`, {})).toMatchObject({ body: { isUp: true, responseTime: 12 } })
    expect(asked.at(-1)).toEqual({ kind: 'icmp', host: HOST.url, timeoutMs: 20_000 })
  })

  it('says so where this server cannot send one', async () => {
    say = { isAnswered: false, fault: 'unable', message: 'This host has no ping command', totalMs: 1 }
    expect(await ask('test/', HOST)).toMatchObject({
      body: { isUp: false, reason: CHECK_REASONS.indexOf('unknown'), detail: 'This host has no ping command' },
    })
  })
})

describe('what reports by itself', () => {
  it('is not looked at by hand', async () => {
    const heartbeat = { ...NAME, name: 'Job', monitorType: 'Heartbeat', url: '' }
    const cron = { ...heartbeat, monitorType: 'Cron', project: tenant.project.id }
    const jobs = [heartbeat, { ...cron, cron: { slug: 'job', schedule: { type: 'crontab', value: '0 3 * * *' } } }]
    for (const job of jobs) {
      expect(await ask('test/', job)).toMatchObject({ status: 422 })
      const { id } = (await ask('', job)).body as { id: number }
      expect(await ask(`${id}/check/`, {})).toMatchObject({ status: 422 })
    }
    expect(asked).toEqual([])
  })
})
