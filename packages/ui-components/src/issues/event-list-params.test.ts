import { describe, expect, it } from '@jest/globals'
import { decodeEventList, encodeEventList } from './event-list-params.js'

describe('the address of the events of an issue', () => {
  it('is read and written', () => {
    const search = '?query=browser%3A%22Safari+19%22&column=customer&column=payment.provider&cursor=abc'
    expect(decodeEventList(search)).toEqual({
      query: 'browser:"Safari 19"',
      columns: ['customer', 'payment.provider'],
      cursor: 'abc',
    })
    expect(encodeEventList(decodeEventList(search))).toBe(search)
  })

  it('says nothing by default', () => {
    expect(encodeEventList(decodeEventList(''))).toBe('')
  })

  it('has each column once, and six at most', () => {
    const many = `?${['a', 'a', '', ...'bcdefgh'].map((key) => `column=${key}`).join('&')}&column=${'x'.repeat(300)}`
    expect(decodeEventList(many).columns).toEqual([...'abcdef'])
  })
})
