import { describe, expect, it } from '@jest/globals'
import { paths } from '@mishap/ui-components'
import { lastSegment } from './last-segment.js'

describe('the end of a path', () => {
  it.each(['shop@1.4.2', 'a/b', 'ü x', 'a%40b', '100%', '?#&;+', '...'])('is what was put there: %s', (version) => {
    const { pathname } = new URL(`https://mishap.example/base${paths.release('acme', version)}`)
    expect(lastSegment(pathname)).toBe(version)
    expect(lastSegment(`${pathname}/`)).toBe(version)
  })

  it('is left alone where it escapes nothing', () => {
    expect(lastSegment('/acme/releases/100%')).toBe('100%')
  })
})
