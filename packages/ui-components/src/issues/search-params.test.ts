import { describe, expect, it } from '@jest/globals'
import { DEFAULT_SEARCH, decodeSearch, encodeSearch, everyIssue, type IssueSearch, listQuery } from './search-params.js'

const odd: IssueSearch = {
  query: 'a & b="c" is:resolved',
  project: ['7', '12'],
  environment: ['prod & co', 'ünïcode'],
  sort: 'users' as never,
  period: '14d',
  columns: ['last', 'tag:browser.name', 'events'],
  density: 'compact',
  view: '12',
  cursor: '50',
}

describe('the address of an issue list', () => {
  it('says nothing where everything is as by default', () => {
    expect(encodeSearch(DEFAULT_SEARCH)).toBe('')
    expect(decodeSearch('')).toEqual(DEFAULT_SEARCH)
  })

  it('says the same when it is read again', () => {
    const search = { ...odd, sort: '-users' as const }
    expect(decodeSearch(encodeSearch(search))).toEqual(search)
  })

  it('can ask for every status by an empty query', () => {
    expect(encodeSearch({ query: '' })).toBe('?query=')
    expect(decodeSearch('?query=').query).toBe('')
  })

  it('takes what cannot be read as not given', () => {
    expect(decodeSearch('?sort=priority&project=abc&project=-1&statsPeriod=1y&cursor=&environment=')).toEqual(
      DEFAULT_SEARCH,
    )
    expect(decodeSearch('?%E0%A4%A=x&query=%ff').sort).toBe('-last_seen')
  })
})

describe('what the server is asked', () => {
  it('leaves out filters that filter nothing', () => {
    expect(listQuery(DEFAULT_SEARCH)).toEqual({ query: 'is:unresolved', sort: '-last_seen', limit: 50 })
  })

  it('names every project where a bulk change would name nothing', () => {
    expect(everyIssue({ ...DEFAULT_SEARCH, query: '' })).toEqual({ query: '', project: ['-1'], environment: [] })
    expect(everyIssue({ ...DEFAULT_SEARCH, project: ['7'] }).project).toEqual(['7'])
  })
})
