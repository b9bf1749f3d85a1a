import { describe, expect, it } from '@jest/globals'
import { neighbours } from './trail.js'

const list = { to: '/acme/issues', issueIds: ['3', '1', '2'] }

describe('the issues around one in its list', () => {
  it('follow the order of the list', () => {
    expect(neighbours(list, '1')).toEqual({ previous: '3', next: '2' })
  })

  it('are none beyond the ends, outside of the list and without one', () => {
    expect(neighbours(list, '3').previous).toBeNull()
    expect(neighbours(list, '2').next).toBeNull()
    expect(neighbours(list, '9')).toEqual({ previous: null, next: null })
    expect(neighbours(null, '1')).toEqual({ previous: null, next: null })
  })
})
