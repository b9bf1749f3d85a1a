import { describe, expect, it } from '@jest/globals'
import type { NormalizedEvent } from '../protocol/event.js'
import { OWNERSHIP_BOUNDS, ownersOf, parseOwnership } from './ownership.js'

const event = {
  tags: [['sku', 'enterprise-7']],
  request: { url: 'https://shop.example/checkout/pay' },
  exception: {
    values: [
      {
        stacktrace: {
          frames: [
            { filename: 'node_modules/express/router.js', in_app: false },
            {
              filename: 'src/checkout/cart.ts',
              abs_path: '/app/src/checkout/cart.ts',
              module: 'shop.cart',
              in_app: true,
            },
            { filename: 'C:\\app\\src\\Money.cs', in_app: true },
          ],
        },
      },
    ],
  },
} as unknown as NormalizedEvent

describe('ownership rules', () => {
  it.each([
    ['path:src/checkout/*', true],
    ['path:src/checkout/', true],
    ['path:checkout/cart.ts', true],
    ['path:/app/src/*', true],
    ['path:*.ts', true],
    ['src/checkout/cart.ts', true],
    ['path:src/money.cs', true],
    ['path:heckout/cart.ts', false],
    ['path:src/checkout', false],
    ['path:node_modules/*', false],
    ['module:shop.*', true],
    ['module:cart', false],
    ['url:https://shop.example/checkout/*', true],
    ['url:https://other.example/*', false],
    ['tags.sku:enterprise*', true],
    ['tag.sku:enterprise-7', true],
    ['tags.other:enterprise*', false],
  ])('%s meets the event: %s', (pattern, expected) => {
    const { rules, faults } = parseOwnership(`${pattern} #crew`)
    expect(faults).toEqual([])
    expect(ownersOf(event, rules)).toHaveLength(expected ? 1 : 0)
  })

  it('the last rule that the event meets comes first', () => {
    const { rules } = parseOwnership('path:* #all\r\n# a comment\n\n  path:src/* Ada@Example.com #crew  \nurl:no #no')
    expect(ownersOf(event, rules)).toEqual([
      {
        line: 4,
        text: 'path:src/* Ada@Example.com #crew',
        matcher: { kind: 'path', glob: 'src/*' },
        owners: [
          { kind: 'user', email: 'ada@example.com' },
          { kind: 'team', slug: 'crew' },
        ],
      },
      { line: 1, text: 'path:* #all', matcher: { kind: 'path', glob: '*' }, owners: [{ kind: 'team', slug: 'all' }] },
    ])
  })

  it.each([
    ['path:src/*', 1, /has no owner/],
    ['path: #crew', 1, /no pattern behind the colon/],
    ['file:src/* #crew', 1, /"file:" is no kind of rule: wanted path:, module:, url: or tags\.KEY:/],
    ['  tags.:x #crew', 3, /is no kind of rule/],
    ['path:src/* crew', 12, /"crew" is no owner/],
    ['path:src/* #a #cr!ew', 15, /is no owner/],
    [`path:src/* ${'#a '.repeat(21)}`, 12, /more than 20 owners/],
  ])('%s is a fault with its place, and the others stand', (line, column, message) => {
    const { rules, faults } = parseOwnership(`path:a #a\n${line}\npath:b #b`)
    expect(faults).toEqual([{ line: 2, column, message: expect.stringMatching(message) }])
    expect(rules.map((rule) => rule.line)).toEqual([1, 3])
  })

  it('there are at most two thousand', () => {
    const { rules, faults } = parseOwnership('path:a #a\n'.repeat(OWNERSHIP_BOUNDS.rules + 1))
    expect([rules.length, faults.map((fault) => fault.line)]).toEqual([OWNERSHIP_BOUNDS.rules, [2001]])
  })
})
