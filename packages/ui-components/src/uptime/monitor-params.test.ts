import { describe, expect, it } from '@jest/globals'
import { aMonitor } from '../provider/memory/uptime-world.js'
import { decodeMonitors, encodeMonitors, findMonitors, groupsOf, hasFilters, worstFirst } from './monitor-params.js'

const monitors = [
  aMonitor({ id: 1, name: 'Shop', group: 'Shop', tags: ['eu'] }),
  aMonitor({ id: 2, name: 'Pay', group: 'Shop/Payments/EU', status: 'down' }),
  aMonitor({ id: 3, name: 'Old', isPaused: true, status: 'down' }),
  aMonitor({ id: 4, name: 'Mail', group: 'Shop-2', url: 'mail.example', status: 'degraded' }),
]
const names = (found: readonly { readonly name: string }[]) => found.map(({ name }) => name)

describe('the address of the list of monitors', () => {
  it('says what is shown, and leaves out what is as usual', () => {
    const params = decodeMonitors('?query=pay&status=down&tag=eu&project=3&view=wall')
    expect(decodeMonitors(encodeMonitors(params))).toEqual(params)
    expect(hasFilters(params)).toBe(true)
    const odd = decodeMonitors('?status=hungry&project=x&view=moon')
    expect([encodeMonitors(odd), hasFilters(odd)]).toEqual(['', false])
  })

  it('finds by words, status, tag and project', () => {
    const find = (search: string) => names(findMonitors(monitors, decodeMonitors(search)))
    expect(find('?query=shop+pay')).toEqual(['Pay'])
    expect(find('?query=MAIL.example')).toEqual(['Mail'])
    expect(find('?status=down')).toEqual(['Pay'])
    expect(find('?status=paused')).toEqual(['Old'])
    expect(find('?tag=eu')).toEqual(['Shop'])
    expect(find('?project=9')).toEqual([])
  })
})

describe('monitors', () => {
  it('stand in the tree of their groups, each right before what is below it', () => {
    expect(
      groupsOf(monitors).map(({ path, level, monitors: own, all }) => [path, level, own.length, all.length]),
    ).toEqual([
      ['Shop', 0, 1, 2],
      ['Shop/Payments', 1, 0, 1],
      ['Shop/Payments/EU', 2, 1, 1],
      ['Shop-2', 0, 1, 1],
      ['', 0, 1, 1],
    ])
  })

  it('come the worst first, and paused ones last', () => {
    expect(names(worstFirst(monitors))).toEqual(['Pay', 'Mail', 'Shop', 'Old'])
  })
})
