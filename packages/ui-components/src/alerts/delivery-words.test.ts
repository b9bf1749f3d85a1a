import { describe, expect, it } from '@jest/globals'
import { deliveryLook } from './delivery-words.js'

describe('the state of a message', () => {
  it('is no failure where nobody was to hear of it', () => {
    expect(deliveryLook({ state: 'failed', held: 'muted', attempts: 0 }).words).toBe('Withheld')
    expect(deliveryLook({ state: 'failed', held: null, attempts: 5 }).words).toBe('Not delivered')
  })
})
