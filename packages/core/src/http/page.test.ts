import { describe, expect, it } from '@jest/globals'
import { parseLinkHeader } from '../client/transport.js'
import { allPages, pageOf, pageResponse } from './page.js'

const url = new URL('https://mishap.example/m/api/0/organizations/a/issues/?query=a,b;c&limit=2')

describe('pages', () => {
  it('reads limit and cursor, and takes an empty cursor for the first page', () => {
    expect(pageOf(new URLSearchParams('limit=7&cursor=abc'))).toEqual({ limit: 7, cursor: 'abc' })
    expect(pageOf(new URLSearchParams('cursor='))).toEqual({ limit: 50, cursor: null })
    expect(pageOf(new URLSearchParams('limit=0'))).toEqual({ limit: 1, cursor: null })
    expect(pageOf(new URLSearchParams('limit=5000'))).toEqual({ limit: 100, cursor: null })
  })

  it('refuses a limit that is no number, naming it', () => {
    expect(() => pageOf(new URLSearchParams('limit=many'))).toThrow(/whole number/)
  })

  it('writes absolute links, rel before results before cursor, that survive a split at commas and semicolons', async () => {
    const response = await pageResponse({ url }, { items: [1], next: 'N=', previous: null }, String)
    const [previous, next, ...rest] = String(response.headers.link).split(',')
    expect(rest).toEqual([])
    expect(previous?.split(';').map((part) => part.trim())).toEqual([
      '<https://mishap.example/m/api/0/organizations/a/issues/?query=a%2Cb%3Bc&limit=2>',
      'rel="previous"',
      'results="false"',
      'cursor=""',
    ])
    expect(next).toMatch(/<([^>]+)>;\s*rel="next";\s*results="true"; cursor="N="$/)
    expect(next).toContain('&cursor=N%3D>')
  })

  it('is read back by the typed client', async () => {
    const response = await pageResponse({ url }, { items: [], next: 'n', previous: 'p' }, String)
    expect(parseLinkHeader(String(response.headers.link))).toEqual({ next: 'n', previous: 'p' })
  })

  it('counts the hits itself where the page is everything, and asks only otherwise', async () => {
    const whole = await pageResponse({ url }, { items: [1, 2], next: null, previous: null }, String, async () => 99)
    expect(whole.headers).toMatchObject({ 'x-hits': '2', 'x-max-hits': '1000' })
    const part = await pageResponse({ url }, { items: [1, 2], next: 'n', previous: null }, String, async () => 99)
    expect(part.headers).toMatchObject({ 'x-hits': '99', 'x-max-hits': '1000' })
    const unknown = await pageResponse({ url }, { items: [1], next: 'n', previous: null }, String)
    expect(unknown.headers['x-hits']).toBeUndefined()
  })

  it('collects every page of a list', async () => {
    const items = await allPages(async ({ cursor }) => {
      const at = Number(cursor ?? 0)
      return { items: [at], next: at === 2 ? null : String(at + 1), previous: null }
    })
    expect(items).toEqual([0, 1, 2])
  })
})
