import { describe, expect, it } from '@jest/globals'
import { memoryNavigation } from './memory-navigation.js'
import { guardedNavigation, type Navigation } from './navigation.js'

/** A host that knows nothing of guards. */
function plainHost(visited: string[]): Navigation {
  return {
    href: (to) => to,
    useLocation: () => ({ path: '/', search: '' }),
    navigate: (to) => {
      visited.push(to)
    },
  }
}

describe('a guarded navigation', () => {
  it('asks before it moves, and moves if that is wanted', () => {
    const visited: string[] = []
    const navigation = guardedNavigation(plainHost(visited))
    const waiting: (() => void)[] = []
    navigation.guard((goOn) => waiting.push(goOn))
    navigation.navigate('/acme/issues')
    expect(visited).toEqual([])
    waiting[0]?.()
    expect(visited).toEqual(['/acme/issues'])
  })

  it('asks who came last, until they are gone', () => {
    const visited: string[] = []
    const asked: string[] = []
    const navigation = guardedNavigation(plainHost(visited))
    const releases = ['page', 'form'].map((name) => navigation.guard(() => asked.push(name)))
    navigation.navigate('/a')
    releases[1]?.()
    navigation.navigate('/b')
    releases[0]?.()
    navigation.navigate('/c')
    expect(asked).toEqual(['form', 'page'])
    expect(visited).toEqual(['/c'])
  })

  it('does not ask where an address only replaces another', () => {
    const visited: string[] = []
    const navigation = guardedNavigation(plainHost(visited))
    navigation.guard(() => undefined)
    navigation.navigate('/acme/alerts', { replace: true })
    expect(visited).toEqual(['/acme/alerts'])
  })

  it('asks before the way back of a host that can be asked', () => {
    const host = memoryNavigation('/acme/alerts')
    const navigation = guardedNavigation(host)
    navigation.navigate('/acme/alerts/1')
    const waiting: (() => void)[] = []
    const release = navigation.guard((goOn) => waiting.push(goOn))
    host.back()
    expect(host.visited).toEqual(['/acme/alerts', '/acme/alerts/1'])
    waiting[0]?.()
    expect(host.visited).toEqual(['/acme/alerts'])
    release()
    navigation.navigate('/acme/alerts/2')
    host.back()
    expect(host.visited).toEqual(['/acme/alerts'])
  })
})
