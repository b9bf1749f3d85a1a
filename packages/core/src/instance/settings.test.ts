import { describe, expect, it } from '@jest/globals'
import { memoryMailer } from '../adapters/memory-mailer.js'
import { memoryStorage } from '../adapters/memory-storage/memory-storage.js'
import { createApp } from '../app.js'
import { fakeClock } from '../testing/fake-clock.js'

function aWorld(options: Partial<Parameters<typeof createApp>[0]> = {}) {
  const [storage, clock] = [memoryStorage(), fakeClock()]
  const { context } = createApp({ url: 'https://mishap.example', storage, clock, ...options })
  return { storage, clock, context, settings: context.settings }
}

describe('settings of the instance', () => {
  it('are as configured until somebody sets them, and again when it is taken back', async () => {
    const { settings } = aWorld()
    expect(await settings.current()).toMatchObject({ openRegistration: false, retentionDays: 90, instanceName: '' })
    expect(await settings.update({ openRegistration: true, retentionDays: 30 })).toMatchObject({
      openRegistration: true,
      retentionDays: 30,
    })
    expect(await settings.update({ retentionDays: null })).toMatchObject({ openRegistration: true, retentionDays: 90 })
  })

  it('that the configuration decides are stored for nothing', async () => {
    const { settings } = aWorld({ openRegistration: false, projectLimits: { maxEvents: 5 } })
    expect([...settings.pinned].sort()).toEqual(['maxProjectEvents', 'openRegistration'])
    expect(await settings.update({ openRegistration: true, maxProjectEvents: 7, maxProjectBytes: 8 })).toMatchObject({
      ...{ openRegistration: false, maxProjectEvents: 5, maxProjectBytes: 8 },
    })
  })

  it('are known to other processes within seconds', async () => {
    const { settings, storage, clock } = aWorld()
    await settings.current()
    await storage.instance.updateSettings({ instanceName: 'Errors of Acme' })
    expect((await settings.current()).instanceName).toBe('')
    await clock.advance(5_000)
    expect((await settings.current()).instanceName).toBe('Errors of Acme')
  })

  it('that another version stored and nobody can read are as by default', async () => {
    const { settings, storage } = aWorld()
    await storage.instance.updateSettings({ retentionDays: 'soon', instanceName: 5, sensitiveFields: [1], other: true })
    expect(await settings.current()).toEqual(settings.defaults)
  })

  it('stay as they were while the storage is away', async () => {
    const { settings, storage, clock } = aWorld({ logger: { debug() {}, info() {}, warn() {}, error() {} } })
    await settings.update({ instanceName: 'Acme' })
    storage.instance.settings = () => Promise.reject(new Error('away'))
    await clock.advance(60_000)
    expect((await settings.current()).instanceName).toBe('Acme')
  })

  it('say whom mails come from', async () => {
    const mailer = memoryMailer()
    const { settings, context } = aWorld({ mailer })
    const mail = { to: 'ada@example.com', subject: 'x', text: 'y' }
    await context.mailer?.send(mail)
    await settings.update({ mailFrom: 'Acme <errors@acme.example>' })
    await context.mailer?.send(mail)
    expect(mailer.sent.map(({ from }) => from)).toEqual([undefined, 'Acme <errors@acme.example>'])
  })
})
