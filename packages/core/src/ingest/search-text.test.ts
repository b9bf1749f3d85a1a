import { describe, expect, it } from '@jest/globals'
import { normalized } from '../../test/normalized.js'
import { searchText } from './search-text.js'

const textOf = (raw: object, description = { title: 'Title', culprit: 'Culprit' }) =>
  searchText(normalized(raw), description)

describe('the search text', () => {
  it('has in lower case what names an error, the frames of the app and the place of the request', () => {
    const frames = [
      { function: 'libraryCall', filename: '/lib/Vendor.js', in_app: false },
      { function: 'placeOrder', filename: '/srv/app/Orders.js', in_app: true },
    ]
    const text = textOf({
      message: 'A Message',
      transaction: 'GET /Orders',
      request: { url: 'https://Shop.example/Cart?secret=1' },
      exception: [
        { type: 'CauseError', value: 'inner' },
        { type: 'OuterError', value: 'OUTER value', stacktrace: { frames } },
      ],
    })
    for (const part of [
      'title',
      'culprit',
      'causeerror',
      'inner',
      'outererror',
      'outer value',
      'a message',
      'get /orders',
      'https://shop.example/cart',
      'placeorder',
      'orders.js',
    ])
      expect(text).toContain(part)
    for (const part of ['secret', 'librarycall', 'vendor', '/srv/app']) expect(text).not.toContain(part)
  })

  it('says a thing once', () => {
    expect(textOf({ message: 'Title', transaction: 'Culprit' })).toBe('title culprit')
  })

  it('is at most 2,048 characters long, and of whole characters', () => {
    const exception = Array.from({ length: 30 }, (_, i) => ({ type: `Error${i}`, value: `${i} ${'🌍'.repeat(200)}` }))
    const text = textOf({ exception })
    expect(text.length).toBeLessThanOrEqual(2048)
    expect(text).not.toMatch(/\p{Surrogate}/u)
  })
})
