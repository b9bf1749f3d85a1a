import { describe, expect, it } from '@jest/globals'
import { normalized } from '../../test/normalized.js'
import { SEARCH_MARKS, type SearchMark, searchLine } from '../ports/search-text.js'
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
      '/srv/app/orders.js',
    ])
      expect(text).toContain(part)
    for (const part of ['secret', 'librarycall', 'vendor']) expect(text).not.toContain(part)
  })

  it('says a thing once', () => {
    expect(textOf({ message: 'Title', transaction: 'Culprit' })).toBe(
      searchLine('title', 'Title') + searchLine('culprit', 'Culprit') + searchLine(null, 'Title'),
    )
  })

  it('marks what has a field of its own, and cannot be made to by what is in it', () => {
    const text = textOf({
      exception: [
        {
          type: 'A\u0001B',
          value: 'no\nsecond \u0007line',
          mechanism: { type: 'onerror', handled: false },
          stacktrace: { frames: [{ function: 'run', filename: 'a.py', module: 'app.a', abs_path: '/srv/a.py' }] },
        },
      ],
      request: { url: 'https://shop.example/', method: 'POST' },
      sdk: { name: 'sentry.python' },
    })
    const lines: readonly (readonly [SearchMark, string])[] = [
      ['title', 'title'],
      ['error.type', 'a b'],
      ['error.value', 'no second  line'],
      ['error.unhandled', 'unhandled'],
      ['error.mechanism', 'onerror'],
      ['http.url', 'https://shop.example/'],
      ['http.method', 'post'],
      ['sdk.name', 'sentry.python'],
      ['stack.function', 'run'],
      ['stack.filename', 'a.py'],
      ['stack.module', 'app.a'],
      ['stack.abs_path', '/srv/a.py'],
    ]
    for (const [mark, line] of lines) expect(text.split('\n')).toContain(`${SEARCH_MARKS[mark]}${line}`)
    expect(text.endsWith('\n')).toBe(true)
  })

  it('has the frames of libraries where the app has none', () => {
    const frames = [{ function: 'libraryCall', filename: '/lib/Vendor.js', in_app: false }]
    expect(textOf({ exception: [{ type: 'E', stacktrace: { frames } }] })).toContain('librarycall')
  })

  it('is at most 2,048 characters long, and of whole characters', () => {
    const exception = Array.from({ length: 30 }, (_, i) => ({ type: `Error${i}`, value: `${i} ${'🌍'.repeat(200)}` }))
    const text = textOf({ exception })
    expect(text.length).toBeLessThanOrEqual(2048)
    expect(text).not.toMatch(/\p{Surrogate}/u)
  })
})
