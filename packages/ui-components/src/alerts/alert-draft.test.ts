import { describe, expect, it } from '@jest/globals'
import { parseSearch } from '@mishap/core/format'
import { anAlert, aRecipient, shopAlerts } from '../provider/memory/alert-world.js'
import { draftOf, inputOfDraft, likeDraft, newDraft } from './alert-draft.js'
import { inputOfAlert } from './alert-input.js'
import { decodeAlerts, encodeAlerts } from './alert-params.js'
import { faultsOf } from './draft-faults.js'
import { decodeLog, encodeLog, logQuery } from './log-params.js'
import { KEPT, newRecipient, recipientFaults } from './recipient-draft.js'

const about = { project: 'web', timeZone: 'UTC' }

describe('the form of a rule', () => {
  it.each(shopAlerts.map((alert) => [alert.name, alert] as const))(
    'gives back what it was given of %s',
    (_name, alert) => {
      const { isEnabled, mutedUntil, uptime: _, ...settings } = inputOfAlert(alert)
      const back = inputOfDraft(draftOf(alert, 'UTC'))
      const mailed = back.alertRecipients?.map((one, place) =>
        one.recipientType === 'email' ? { ...one, config: alert.alertRecipients[place]?.config } : one,
      )
      expect({ ...back, alertRecipients: mailed }).toEqual(settings)
      expect([isEnabled, mutedUntil]).toEqual([alert.isEnabled, alert.mutedUntil])
    },
  )

  it('begins with a rule that can be saved once its project is chosen', () => {
    expect(faultsOf(newDraft('new', about))).toEqual({})
    expect(faultsOf(newDraft('monitors', { ...about, project: '' }))).toEqual({ project: 'Choose a project.' })
  })

  it('says of each field what is wrong with it', () => {
    const draft = {
      ...newDraft('many', about),
      ...{ events: '0', users: '32768', eventMinutes: '1.5', query: 'users:many', recipients: [] },
      ...{ hasQuiet: true, quietStart: '22:00', quietEnd: '22:00' },
    }
    expect(parseSearch(draft.query).faults).not.toEqual([])
    expect(Object.keys(faultsOf(draft)).sort()).toEqual([
      ...['eventMinutes', 'events', 'query', 'quiet', 'recipients', 'users'],
    ])
  })

  it('takes nothing over that only the server knows but what it was told of it', () => {
    const signed = aRecipient({ id: 7, recipientType: 'signed', url: 'https://a.example/', config: { secret: KEPT } })
    const alert = anAlert({ id: 1, name: 'One', alertRecipients: [signed] })
    expect(inputOfDraft(draftOf(alert, 'UTC')).alertRecipients?.[0]?.config).toEqual({ secret: KEPT })
    const like = likeDraft(alert, 'UTC')
    expect(like.name).toBe('One (copy)')
    expect(faultsOf(like)).toHaveProperty('recipients')
  })
})

describe('a recipient', () => {
  it.each([
    ['webhook', {}, ['url']],
    ['webhook', { url: 'ftp://a.example/' }, ['url']],
    ['webhook', { url: 'https://a.example/x y' }, ['url']],
    ['webhook', { url: 'https://a.example/' }, []],
    ['telegram', {}, ['botToken', 'chatID']],
    ['telegram', { config: { botToken: KEPT, chatID: '-1' } }, []],
    ['pagerduty', { config: { routingKey: 'R0' } }, []],
    ['email', { config: { audience: [] } }, ['audience']],
    ['email', { config: { audience: [], addresses: ['ada', 'b@c.example'] } }, ['addresses']],
  ] as const)('%s with %j wants %j', (type, part, fields) => {
    expect(Object.keys(recipientFaults({ ...newRecipient(type), ...part }))).toEqual([...fields])
  })
})

describe('an address', () => {
  it('holds what is chosen, and forgets what cannot be', () => {
    const list = { query: 'a b', project: 'web', state: 'muted' } as const
    expect(decodeAlerts(encodeAlerts(list))).toEqual(list)
    expect(decodeAlerts('?state=odd')).toEqual({ query: '', project: '', state: null })
    const log = { state: 'failed', project: 'web', alert: '12', cursor: 'abc' } as const
    expect(decodeLog(encodeLog(log))).toEqual(log)
    expect(logQuery(log)).toEqual({ state: 'failed', project: 'web', alert: 12, limit: 25 })
    expect(decodeLog('?alert=x&state=1')).toEqual({ state: null, project: '', alert: '', cursor: null })
  })
})
