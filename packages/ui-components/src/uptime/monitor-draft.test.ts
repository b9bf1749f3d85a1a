import { describe, expect, it } from '@jest/globals'
import { aMonitor } from '../provider/memory/uptime-world.js'
import { draftOf, inputOfDraft, likeDraft, newDraft } from './monitor-draft.js'
import { inputOf } from './use-monitors.js'

const secret = aMonitor({
  ...{ id: 1, name: 'API', monitorType: 'HTTP', tags: ['a', 'b'], retryInterval: null, expectedStatus: null },
  assertions: [{ kind: 'status', expected: '2xx' }],
  request: {
    ...{ method: 'PUT', body: '{}', redirects: 3, verifyTls: false },
    headers: [{ name: 'Authorization', value: null }],
    auth: { kind: 'basic', username: 'ada', password: null },
  },
})

describe('the form of a monitor', () => {
  it('sends back what it was given, secrets that it never saw included', () => {
    expect(inputOfDraft(draftOf(secret))).toEqual(inputOf(secret))
    const job = aMonitor({
      ...{ id: 2, name: 'Job', monitorType: 'Cron', url: '', timeout: null, retryInterval: null, degradedAfter: null },
      cron: {
        slug: 'job',
        schedule: { type: 'interval', value: 2, unit: 'hour' },
        timezone: 'UTC',
        margin: 1,
        maxRuntime: null,
      },
    })
    expect(inputOfDraft(draftOf(job))).toEqual(inputOf(job))
  })

  it('asks for secrets again where another like it is made', () => {
    const { name, request } = likeDraft(secret)
    expect([name, request.headers, request.auth]).toEqual([
      'API (copy)',
      [{ name: 'Authorization', value: '' }],
      { kind: 'basic', username: 'ada', password: '' },
    ])
  })

  it('sends nothing that the type has no use for', () => {
    const draft = { ...newDraft('HTTP'), name: ' Port ', url: 'db:5432', tags: ' eu, ,eu,us ' }
    expect(inputOfDraft({ ...draft, type: 'TCP Port' })).toMatchObject({
      ...{
        name: 'Port',
        request: null,
        assertions: [],
        dns: null,
        cron: null,
        certificateDays: null,
        tags: ['eu', 'us'],
      },
    })
    expect(inputOfDraft({ ...draft, type: 'Heartbeat' })).toMatchObject({ url: '', timeout: null, degradedAfter: null })
  })
})
