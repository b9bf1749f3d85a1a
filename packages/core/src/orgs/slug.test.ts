import { describe, expect, it } from '@jest/globals'
import { RESERVED_ORGANIZATION_SLUGS, slugOf } from './slug.js'

const slug = (name: string, max = 50) =>
  slugOf(name, { fallback: 'organization', max, reserved: RESERVED_ORGANIZATION_SLUGS })

describe('slugOf', () => {
  it.each([
    ['Acme', 'acme'],
    ['  Acme   & Sons, Ltd. ', 'acme-sons-ltd'],
    ['Café Crème', 'cafe-creme'],
    ['_under--score_', 'under-score'],
    ['ACCEPTANCE-test_1', 'acceptance-test_1'],
    ['日本', 'organization'],
    ['---', 'organization'],
    ['Settings', 'settings-1'],
    ['x'.repeat(80), 'x'.repeat(50)],
  ])('%s becomes %s', (name, expected) => {
    expect(slug(name)).toBe(expected)
  })

  it('does not end in a dash after it was cut', () => {
    expect(slug('abc def', 4)).toBe('abc')
  })

  it('takes linear time on any name', () => {
    const start = performance.now()
    slug(`${'-'.repeat(200_000)}a${' -'.repeat(100_000)}`)
    expect(performance.now() - start).toBeLessThan(5_000)
  })
})
