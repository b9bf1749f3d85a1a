import { describe, expect, it } from '@jest/globals'
import { anEvent } from '../provider/memory/builders.js'
import { eventRows, eventsCsv } from './event-rows.js'

const event = anEvent({
  eventID: 'e'.repeat(32),
  metadata: { type: 'Error', value: '=1+1' },
  user: { id: '7', email: null, username: 'mira', ip_address: null },
  tags: [
    { key: 'release', value: 'shop@1' },
    { key: 'customer', value: 'acme' },
  ],
})

describe('an event as a row', () => {
  it('says what is known of it, and counts down from the first', () => {
    expect(eventRows([event, event], ['customer', 'none'], 12)).toMatchObject([
      { ordinal: 12, message: '=1+1', user: 'mira', release: 'shop@1', environment: null, tags: ['acme', null] },
      { ordinal: 11 },
    ])
  })

  it('has no number where the others do not follow on it', () => {
    expect(eventRows([event], [], null)[0]?.ordinal).toBeNull()
  })

  it('takes its address from the request where no tag has it', () => {
    const request = { url: 'https://shop.example/cart' } as never
    expect(eventRows([anEvent({ entries: [{ type: 'request', data: request }] })], [], null)[0]?.url).toBe(
      'https://shop.example/cart',
    )
  })

  it('is a line of a sheet that runs nothing', () => {
    const [head, line] = eventsCsv(eventRows([event], ['customer'], 3), ['customer']).split('\r\n')
    expect(head).toBe('number,id,time,message,user,release,environment,url,customer')
    expect(line).toContain(`3,${'e'.repeat(32)},`)
    expect(line).toContain(`"'=1+1",mira,shop@1,,,acme`)
  })
})
