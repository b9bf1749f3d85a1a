import { describe, expect, it } from '@jest/globals'
import { compareReleases } from './release-order.js'

const seen = new Map([
  ['old', new Date(1000)],
  ['new', new Date(2000)],
  ['shop@1.0.0', new Date(9000)],
  ['api@3.0.0', new Date(500)],
])

describe('compareReleases', () => {
  it.each([
    ['1.0.0', '1.0.0', 0],
    ['1.0.1', '1.0.0', 1],
    ['1.2', '1.10', -1],
    ['v2.0.0', '1.9.9', 1],
    ['1.2.3.4', '1.2.3', 1],
    ['shop@1.0.0', 'shop@2.0.0', -1],
    ['@acme/shop@1.0.0', '@acme/shop@1.0.0-rc.1', 1],
    ['1.0.0-alpha', '1.0.0-alpha.1', -1],
    ['1.0.0-alpha.1', '1.0.0-alpha.beta', -1],
    ['1.0.0-beta.11', '1.0.0-beta.2', 1],
    ['new', 'old', 1],
    ['old', 'new', -1],
    // Of two packages the version says nothing.
    ['shop@1.0.0', 'api@3.0.0', 1],
    ['new', 'unknown', null],
    ['1.0.0+1', '1.0.0+2', null],
    ['deadbeef', '1.0.0', null],
    ['1'.repeat(250), '2'.repeat(250), null],
  ])('%s against %s is %s', (a, b, expected) => {
    expect(compareReleases(a, b, seen)).toBe(expected)
  })
})
