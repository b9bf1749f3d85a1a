import { describe, expect, it } from '@jest/globals'
import { decodeCompare, encodeCompare } from './compare-params.js'

const ID = 'a3f1c2d4e5b64798a0b1c2d3e4f50617'

describe('the address of a comparison', () => {
  it.each([
    ['', { a: 'latest', b: 'oldest', other: null }],
    [`?a=${ID}`, { a: ID, b: 'oldest', other: null }],
    [`?a=${ID}&b=latest`, { a: ID, b: 'latest', other: null }],
    ['?with=17', { a: 'latest', b: 'latest', other: '17' }],
    [`?b=${ID}&with=17`, { a: 'latest', b: ID, other: '17' }],
  ])('%s is read and written', (search, compare) => {
    expect(decodeCompare(search)).toEqual(compare)
    expect(encodeCompare(compare)).toBe(search)
  })

  it.each(['?a=../../x', '?b=%3Cscript%3E', '?with=1%2F..', '?with='])('%s says nothing', (search) => {
    expect(decodeCompare(search)).toEqual({ a: 'latest', b: 'oldest', other: null })
  })
})
