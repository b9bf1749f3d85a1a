import { describe, expect, it } from '@jest/globals'
import { addressesIn } from './typed-addresses.js'

describe('typed addresses', () => {
  it('are told apart by commas, semicolons, blanks and lines', () => {
    expect(addressesIn('a@x.org, b@x.org;c@x.org d@x.org\n e@x.org\t')).toEqual([
      ...['a@x.org', 'b@x.org', 'c@x.org', 'd@x.org', 'e@x.org'],
    ])
  })

  it('are taken out of what mail programs copy, each once', () => {
    const pasted = 'Ada Lovelace <ada@x.org>, "Hopper, Grace" <grace@x.org>; ADA@x.org. (linus@x.org)'
    expect(addressesIn(pasted)).toEqual(['ada@x.org', 'grace@x.org', 'linus@x.org'])
  })

  it('are none where nobody is named', () => {
    expect(addressesIn(' Ada, Grace \n')).toEqual([])
  })

  it('are read quickly from whatever is pasted', () => {
    expect(addressesIn('"('.repeat(50_000))).toEqual([])
    expect(addressesIn(`${'('.repeat(100_000)}.@`)).toEqual([])
  })
})
